import type { Status } from '../../core/model/status.ts'
import { countLook } from './count-look.ts'
import type { Latest, Measurement, RecentHours, Rollup } from './records.ts'
import { HOUR_MS, hourOf } from './rollup.ts'
import { RollupSchema, readRow } from './stored.ts'
import { STRIP_HOURS, worstOf } from './worst.ts'

interface HourStore {
  getAll(range: IDBKeyRange): Promise<unknown[]>
}

/**
 * Reads the day that ends with the hour of a look which is about to be counted. Answers that day with the look in it,
 * as it is told in the end.
 */
export async function hoursAround(
  hours: HourStore,
  { networkId, targetId, at }: Pick<Measurement, 'networkId' | 'targetId' | 'at'>,
): Promise<(told: Measurement) => RecentHours> {
  const end = hourOf(at)
  const start = end - (STRIP_HOURS - 1) * HOUR_MS
  const range = IDBKeyRange.bound([networkId, targetId, start], [networkId, targetId, end])
  const rows = (await hours.getAll(range)).flatMap((row) => readRow(RollupSchema, row) ?? [])
  return (told) => {
    const worst = new Array<Status | null>(STRIP_HOURS).fill(null)
    const paint = ({ hour, counts }: Pick<Rollup, 'hour' | 'counts'>) => {
      worst[(hourOf(hour) - start) / HOUR_MS] = worstOf(counts)
    }
    for (const row of rows) paint(row)
    const own = rows.find((row) => row.hour === end) ?? null
    paint({ hour: end, counts: countLook(own, told).counts })
    return { end, worst }
  }
}

/** Its hours are read again by whoever shows them. */
export function withoutRecent({ recent: _, ...latest }: Latest): Latest {
  return latest
}
