import { backfillPending } from './backfill-mark.ts'
import { totalOf } from './counts.ts'
import { idsFrom, timeOfId } from './ids.ts'
import type { Counts } from './records.ts'
import { dayOf, monthOf, nextMonthOf } from './rollup.ts'
import type { HistoryDb } from './schema.ts'
import { standingLooks } from './standing-looks.ts'
import { LongRollupSchema, readRow } from './stored.ts'

export interface LooksSize {
  count: number
  /** What they take. */
  bytes: number
  /** Of the oldest, those apart that stay whatever their age. Epoch ms; null when there is none. */
  oldest: number | null
}

/** Enough for a mean within some percent: looks differ by what went wrong, and that differs by days. */
const SAMPLES = 48
/** Keys: the id twice, target and network in the index, and what the store adds to each. */
const KEYS = 250

/**
 * How much room the single looks take, an estimate: their number times the mean of some, spread evenly over time,
 * written out as text. Not what the browser reports: that counts everything, and falls only when it tidies up, long
 * after rows were deleted, so that pruning by it would go on and on. On the disk looks are compressed, and take less.
 */
export async function looksSize(db: HistoryDb): Promise<LooksSize> {
  const staying = await standingLooks(db)
  const { store } = db.transaction('measurements')
  const last = (await store.openKeyCursor(null, 'prev'))?.primaryKey
  let first = await store.openKeyCursor()
  while (first && staying.has(first.primaryKey)) first = await first.continue()
  if (!first || last === undefined) {
    return { count: await store.count(), bytes: 0, oldest: null }
  }
  const from = timeOfId(first.primaryKey) ?? 0
  const to = timeOfId(last) ?? from
  const sample = await Promise.all(
    Array.from({ length: SAMPLES }, (_, n) =>
      store.get(IDBKeyRange.lowerBound(idsFrom(from + ((to - from) * n) / SAMPLES))),
    ),
  )
  const sizes = sample.map((row) => JSON.stringify(row ?? null).length + KEYS)
  const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length
  const count = (await backfillPending(db)) ? await db.count('measurements') : await looksSince(db, from)
  return { count, bytes: Math.round(count * mean), oldest: timeOfId(first.primaryKey) }
}

/**
 * Told by the months, and of the oldest one by its days: to count a million rows takes the browser seconds, and a
 * finished look would wait for it.
 */
async function looksSince(db: HistoryDb, from: number): Promise<number> {
  const counted: Counts[] = []
  const tx = db.transaction(['months', 'days'])
  for (const row of await tx.objectStore('months').getAll()) {
    const month = readRow(LongRollupSchema, row)
    if (!month || month.start < monthOf(from)) continue
    if (month.start > from) {
      counted.push(month)
      continue
    }
    const { networkId, targetId } = month
    const days = IDBKeyRange.bound(
      [networkId, targetId, dayOf(from)],
      [networkId, targetId, nextMonthOf(from)],
      false,
      true,
    )
    const rows = await tx.objectStore('days').getAll(days)
    counted.push(...rows.flatMap((day) => readRow(LongRollupSchema, day) ?? []))
  }
  return counted.reduce((sum, counts) => sum + totalOf(counts), 0)
}
