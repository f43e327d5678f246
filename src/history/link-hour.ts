import { hostsUp } from '../../core/connectivity/state.ts'
import type { LinkHour, Tick } from './records.ts'
import { hourOf } from './rollup.ts'

/** The hour's heartbeats with one more. `word`: what it found, slowness told. */
export function countTick(previous: LinkHour | null, tick: Tick, word: Tick['connectivity']): LinkHour {
  const { asked, worked } = hostsUp(tick)
  const states = previous?.states ?? {}
  return {
    networkId: tick.networkId,
    hour: hourOf(tick.at),
    states: { ...states, [word]: (states[word] ?? 0) + 1 },
    asked: (previous?.asked ?? 0) + asked,
    answered: (previous?.answered ?? 0) + worked.length,
    inOutage: previous?.inOutage ?? false,
  }
}
