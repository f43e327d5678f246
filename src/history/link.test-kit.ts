import { START, type TickExtra, tickAt } from '../../core/connectivity/tick.test-kit.ts'
import type { LinkHour, Tick } from './records.ts'
import type { HistoryDb } from './schema.ts'
import { recordTick } from './ticks.ts'

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const at = (minute: number): number => START + minute * MINUTE

const STATES = { '.': 'online', x: 'offline', n: 'national-only', D: 'domestic' } as const

/** Heartbeats every five minutes: `.` online, `x` offline, `n` national only, `D` domestic. */
export function beats(text: string, from = 0, extra: TickExtra = {}): Tick[] {
  return [...text].flatMap((letter, i) =>
    letter in STATES ? tickAt(from + i * 5, STATES[letter as keyof typeof STATES], extra) : [],
  )
}

export async function record(db: HistoryDb, ...ticks: Tick[]): Promise<void> {
  for (const tick of ticks) await recordTick(db, tick)
}

/** An hour of full heartbeats, so many hours before the start. */
export function hourBefore(hours: number, extra: Partial<LinkHour> = {}): LinkHour {
  const hour = START - hours * HOUR
  return {
    networkId: 'home',
    hour,
    states: { online: 12 },
    asked: 84,
    answered: 84,
    inOutage: false,
    ...extra,
  }
}
