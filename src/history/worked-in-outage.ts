import type { Outage } from './records.ts'
import { HOUR_MS, hourOf } from './rollup.ts'
import type { HistoryDb } from './schema.ts'
import { RollupSchema, readRow } from './stored.ts'

/** What one of our sites did while the line was in trouble. */
export interface WorkedSite {
  targetId: string
  looks: number
  reachable: number
}

/** An outage nobody saw the end of is followed for so long. */
const LONGEST_MS = 31 * 24 * HOUR_MS

/**
 * Which of these sites answered in an outage: in January 2022 a list of some ten sites worked in Kazakhstan while all
 * others did not. Counted by whole hours that lie in the sure part of it, first bad to last bad heartbeat: an hour that
 * it began or ended in would count looks at a healthy line. So of less than an hour it says nothing.
 */
export async function workedIn(
  db: HistoryDb,
  outage: Outage,
  targetIds: readonly string[],
  now: number,
): Promise<WorkedSite[]> {
  const until = Math.min(outage.end?.from ?? now, outage.onset.to + LONGEST_MS)
  const first = hourOf(outage.onset.to + HOUR_MS - 1)
  const last = hourOf(until) - HOUR_MS
  if (last < first) return []
  const returned = (hour: number) =>
    outage.returns.some(({ from, to }) => from < hour + HOUR_MS && to >= hour)
  const { store } = db.transaction('rollups')
  const sites = await Promise.all(
    targetIds.map(async (targetId): Promise<WorkedSite> => {
      const { networkId } = outage
      const rows = await store.getAll(
        IDBKeyRange.bound([networkId, targetId, first], [networkId, targetId, last]),
      )
      const hours = rows
        .map((row) => readRow(RollupSchema, row))
        .filter((hour) => hour !== null)
        .filter(({ hour }) => !returned(hour))
      const looks = hours.flatMap(({ counts }) => Object.values(counts)).reduce((sum, n) => sum + n, 0)
      const reachable = hours.reduce((sum, { counts }) => sum + (counts.reachable ?? 0), 0)
      return { targetId, looks, reachable }
    }),
  )
  return sites.filter(({ looks }) => looks > 0)
}
