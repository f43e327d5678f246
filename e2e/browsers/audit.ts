import type { Counts, Measurement, Sweep } from '../../src/history/records.ts'
import type { Kept } from './kept.ts'

/** What an assertion that counts losses says: such a failure has no second try (scripts/runners/flows-again.ts). */
export const LOSS = 'lost or doubled'

/** What should be there and is not, and what is there once too often: a line each. */
export interface Audit {
  lost: string[]
  doubled: string[]
}

/** What somebody saw before or between the faults: it must still be there. */
export interface Seen {
  /** Sweeps that the extension said it had begun. */
  sweeps: Iterable<string>
  /** Looks that were read from the store. */
  measurements: Iterable<string>
}

/**
 * Counts lost and doubled looks in a store at rest:
 *
 *   every item of a sweep that is done has one look; of one that was stopped or moved, exactly those that say so
 *   every look is counted once in its hour, its day and its month, and nothing else is counted
 *   a target's latest is its newest look, and an event's look exists
 *   what a sweep says it cost is the sum of its looks
 *   nothing of what was seen is gone
 *
 * Whoever set the clock back meanwhile cannot say which look is the newest: `clock: 'jumped'` leaves that out.
 */
export function audit(kept: Kept, seen: Seen, clock: 'steady' | 'jumped' = 'steady'): Audit {
  const found: Audit = { lost: [], doubled: [] }
  const compare = (what: string, expected: number, there: number) => {
    if (there < expected) found.lost.push(`${what}: ${there} instead of ${expected}`)
    if (there > expected) found.doubled.push(`${what}: ${there} instead of ${expected}`)
  }
  const looks = groups(kept.measurements, (m) => `${m.sweepId} ${m.targetId}`)
  const spent = groups(kept.measurements, (m) => m.sweepId)
  const planned = new Set<string>()
  for (const sweep of kept.sweeps) {
    for (const item of sweep.items) {
      const key = `${sweep.id} ${item.targetId}`
      planned.add(key)
      compare(`looks at ${key}`, item.done || sweep.state === 'done' ? 1 : 0, looks.get(key)?.length ?? 0)
    }
    compareCost(sweep, spent.get(sweep.id) ?? [], compare)
  }
  for (const key of looks.keys()) if (!planned.has(key)) found.lost.push(`the plan of a look at ${key}`)

  for (const [store, counted, startOf] of counters(kept)) {
    const expected = groups(kept.measurements, (m) => `${m.networkId} ${m.targetId} ${startOf(m.at)}`)
    const keys = new Set([...expected.keys(), ...counted.keys()])
    for (const key of keys) {
      compare(`${store} of ${key}`, expected.get(key)?.length ?? 0, counted.get(key) ?? 0)
    }
  }

  const ids = new Set(kept.measurements.map(({ id }) => id))
  const latest = new Map(kept.latest.map((row) => [`${row.networkId} ${row.targetId}`, row]))
  for (const [target, of] of groups(kept.measurements, (m) => `${m.networkId} ${m.targetId}`)) {
    const newest = of.reduce((a, b) => (isBefore(a, b) ? b : a))
    const row = latest.get(target)
    const fine = clock === 'steady' ? row?.measurementId === newest.id : ids.has(row?.measurementId ?? '')
    if (!fine) found.lost.push(`latest of ${target}: ${row?.measurementId} instead of ${newest.id}`)
  }
  for (const { id } of kept.events) if (!ids.has(id)) found.lost.push(`the look of event ${id}`)
  for (const id of seen.measurements) if (!ids.has(id)) found.lost.push(`look ${id}, seen before`)
  const sweeps = new Set(kept.sweeps.map(({ id }) => id))
  for (const id of seen.sweeps) if (!sweeps.has(id)) found.lost.push(`sweep ${id}, seen before`)
  return found
}

function compareCost(
  sweep: Sweep,
  looks: readonly Measurement[],
  compare: (what: string, expected: number, there: number) => void,
): void {
  for (const key of ['requests', 'bytes'] as const) {
    const sum = looks.reduce((total, look) => total + look[key], 0)
    compare(`${key} of sweep ${sweep.id}`, sum, sweep[key])
  }
}

const HOUR_MS = 3_600_000
const startOfHour = (at: number) => Math.floor(at / HOUR_MS) * HOUR_MS
const startOfDay = (at: number) => Math.floor(at / (24 * HOUR_MS)) * 24 * HOUR_MS
const startOfMonth = (at: number) => Date.UTC(new Date(at).getUTCFullYear(), new Date(at).getUTCMonth())

type Counter = [store: string, counted: Map<string, number>, startOf: (at: number) => number]

function counters({ rollups, days, months }: Kept): Counter[] {
  const long = (rows: Kept['days']) => countsBy(rows, ({ start }) => start)
  return [
    ['hours', countsBy(rollups, ({ hour }) => hour), startOfHour],
    ['days', long(days), startOfDay],
    ['months', long(months), startOfMonth],
  ]
}

function countsBy<Row extends Counts & { networkId: string; targetId: string }>(
  rows: readonly Row[],
  startOf: (row: Row) => number,
): Map<string, number> {
  return new Map(
    rows.map((row) => [
      `${row.networkId} ${row.targetId} ${startOf(row)}`,
      Object.values(row.counts).reduce((sum, n) => sum + n, 0),
    ]),
  )
}

/** Ids begin with the time at which the look began. */
const isBefore = (a: Measurement, b: Measurement): boolean => a.at < b.at || (a.at === b.at && a.id < b.id)

function groups<T>(all: readonly T[], keyOf: (one: T) => string): Map<string, T[]> {
  const found = new Map<string, T[]>()
  for (const one of all) {
    const key = keyOf(one)
    const group = found.get(key)
    if (group) group.push(one)
    else found.set(key, [one])
  }
  return found
}
