import type { Connectivity } from '../model/status.ts'
import { median } from '../stats/median.ts'
import type { Tick, TickHost } from './tick.ts'

/** What one heartbeat says of the link: `domestic` when the world answers and the country's own sites do not. */
export type LinkState = Connectivity | 'domestic'

/** The median answer takes this long, and ... */
export const SLOW_MS = 3_000
/** ... this many times the ordinary: a line over a satellite is slow every day, which is no news. */
export const SLOW_RATIO = 3
/** One host of a country may be down by itself; so may two, but hardly all of them at once. */
const DOMESTIC_HOSTS = 2

const hostsOf = (tick: Tick, group: TickHost['group']): TickHost[] =>
  Object.values(tick.detail?.hosts ?? {}).filter((host) => host.group === group)

/** How many hosts were asked and which answered; portal checks do not count. */
export function hostsUp(tick: Tick): { asked: number; worked: string[] } {
  const hosts = Object.entries(tick.references).filter(
    ([host]) => tick.detail?.hosts[host]?.group !== 'portal',
  )
  return { asked: hosts.length, worked: hosts.filter(([, ok]) => ok).map(([host]) => host) }
}

/** Median time of the foreign answers, ms: null when there was none. */
export function answerMs(tick: Tick): number | null {
  return median(hostsOf(tick, 'foreign').flatMap(({ ok, ms }) => (ok && ms !== null ? [ms] : [])))
}

export function isSlow(ms: number | null, ordinaryMs: number | null): boolean {
  return ms !== null && ms >= SLOW_MS && (ordinaryMs === null || ms >= SLOW_RATIO * ordinaryMs)
}

/** Fewer foreign hosts may all be down by themselves. */
const FOREIGN_HOSTS = 3

/**
 * Nothing abroad, no check page, and a quick answer from home: the country alone, even if one host answers. Of the
 * reference hosts a single one was on the list that worked in Kazakhstan from 7 to 9 January 2022 (docs/connectivity.md).
 * A line that loses most of what it carries does not answer quickly.
 */
function isCutFromTheWorld(tick: Tick): boolean {
  const silent = (group: TickHost['group']) => hostsOf(tick, group).every(({ ok }) => !ok)
  const quick = hostsOf(tick, 'in-country').some(({ ok, ms }) => ok && ms !== null && ms < SLOW_MS)
  return quick && silent('portal') && silent('foreign') && hostsOf(tick, 'foreign').length >= FOREIGN_HOSTS
}

/** The link's state in the words of the design: slowness and a silent country are told only from ticks with detail. */
export function stateOf(tick: Tick, ordinaryMs: number | null = null): LinkState {
  if (tick.connectivity === 'degraded' && isCutFromTheWorld(tick)) return 'national-only'
  if (tick.connectivity !== 'online') return tick.connectivity
  const inCountry = hostsOf(tick, 'in-country')
  if (inCountry.length >= DOMESTIC_HOSTS && inCountry.every(({ ok }) => !ok)) return 'domestic'
  return isSlow(answerMs(tick), ordinaryMs) ? 'degraded' : 'online'
}
