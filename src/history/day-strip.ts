import type { Status } from '../../core/model/status.ts'
import type { Rollup } from './records.ts'
import { HOUR_MS, hourOf } from './rollup.ts'
import type { HistoryDb } from './schema.ts'
import { RollupSchema, readRow } from './stored.ts'

/** No look at all in the hour is `unobserved`, which is not `untested` and never "offline". */
export type StripCell = Status | 'unobserved'

export const STRIP_HOURS = 24

/**
 * Which status an hour is painted with: the first of these that was seen in it. Interference comes before
 * everything, because one blocked look in an hour is news; what the site does itself (refused, down) before
 * reachable; and anything judged before looks that say nothing.
 */
export const WORST_FIRST: readonly Status[] = [
  'blocked',
  'throttled',
  'refused',
  'down',
  'reachable',
  'inconclusive',
  'untested',
]

export function worstOf(counts: Rollup['counts']): StripCell {
  return WORST_FIRST.find((status) => (counts[status] ?? 0) > 0) ?? 'unobserved'
}

/** The last 24 UTC hours of each target, the oldest first, the running hour last. Read from the hourly counts. */
export async function dayStrip(
  db: HistoryDb,
  targetIds: readonly string[],
  networkId: string,
  now: number,
): Promise<Map<string, StripCell[]>> {
  const end = hourOf(now)
  const start = end - (STRIP_HOURS - 1) * HOUR_MS
  const { store } = db.transaction('rollups')
  const strips = await Promise.all(
    targetIds.map(async (targetId): Promise<[string, StripCell[]]> => {
      const range = IDBKeyRange.bound([networkId, targetId, start], [networkId, targetId, end])
      const cells = new Array<StripCell>(STRIP_HOURS).fill('unobserved')
      for (const row of await store.getAll(range)) {
        const rollup = readRow(RollupSchema, row)
        if (rollup) cells[(hourOf(rollup.hour) - start) / HOUR_MS] = worstOf(rollup.counts)
      }
      return [targetId, cells]
    }),
  )
  return new Map(strips)
}
