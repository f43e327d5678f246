import type { Tick } from '../../core/connectivity/tick.ts'
import { Heartbeat } from '../../src/schedule/heartbeat.ts'
import { jobsIn } from '../../src/schedule/jobs.ts'
import type { LinkLook } from '../../src/schedule/link-look.ts'
import { PACE } from '../../src/schedule/pace.ts'
import { rhythmIn } from '../../src/schedule/rhythm.ts'
import { Scheduler } from '../../src/schedule/scheduler.ts'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
/** From the alarm to the heartbeat's worker looking at its clock. */
const START_MS = 120

export interface DeviceDeps {
  networkId: string
  /** UTC hours of the day; it sleeps otherwise. */
  awake: readonly [from: number, to: number]
  look(at: number, how: { light: boolean; turn: number }): LinkLook
  record(tick: Tick): Promise<void>
  /** The sites of the watchlist are looked at, once an hour. */
  sweep(at: number): Promise<void>
  random(): number
}

/** When a device that is asleep now wakes; now, when it is awake. */
export function wakesAt(at: number, [from, to]: readonly [number, number]): number {
  const midnight = Math.floor(at / DAY_MS) * DAY_MS
  if (at < midnight + from * HOUR_MS) return midnight + from * HOUR_MS
  return at < midnight + to * HOUR_MS ? at : midnight + DAY_MS + from * HOUR_MS
}

/**
 * A browser with the extension's own scheduler and heartbeat in compressed time. As in Chromium each alarm starts a
 * worker of its own, whose monotonic clock begins at nought, and an alarm that was due in a sleep rings on waking.
 */
export async function live(deps: DeviceDeps, from: number, to: number): Promise<void> {
  let now = from
  let alarm: number | null = null
  let session = ''
  const kept: Record<string, unknown> = {}
  const area = {
    get: async (key: string) => ({ [key]: kept[key] }),
    set: async (items: Record<string, unknown>) => void Object.assign(kept, items),
  }

  function worker(): Scheduler {
    session = String(now)
    const sweeper = {
      busy: () => false,
      async wake() {
        await deps.sweep(now)
        await scheduler.want(now + HOUR_MS, true)
      },
      rearm: () => scheduler.want(now + PACE.settleMs),
    }
    const heartbeat = new Heartbeat({
      look: async (how) => deps.look(now, how),
      network: async () => deps.networkId,
      async record(tick) {
        await deps.record(tick)
        await scheduler.ticked(tick)
      },
      spend: async () => {},
      now: () => now,
      monotonic: () => START_MS,
      session,
      periodMs: () => PACE.heartbeatMs,
    })
    const scheduler: Scheduler = new Scheduler({
      jobs: jobsIn(area),
      rhythm: rhythmIn(area),
      sweeper,
      heartbeat,
      pace: PACE,
      settings: async () => ({ consent: { at: from, textVersion: 3 }, paused: false }),
      resting: async () => null,
      periodMs: async () => HOUR_MS,
      locate: async () => {},
      chores: [],
      async arm(at) {
        alarm = at
      },
      now: () => now,
      random: deps.random,
    })
    return scheduler
  }

  now = wakesAt(now, deps.awake)
  await worker().begin('start')
  while (alarm !== null && now < to) {
    now = wakesAt(Math.max(now + 1, alarm), deps.awake)
    await worker().wake()
  }
}
