import { idsFrom, timeOfId } from './ids.ts'
import type { HistoryDb } from './schema.ts'

export interface LooksSize {
  count: number
  /** What they take, an estimate. */
  bytes: number
}

/** Enough for a mean within some percent: looks differ by what went wrong, and that differs by days. */
const SAMPLES = 48
/** Keys: the id twice, target and network in the index, and what the store adds to each. */
const KEYS = 250

/**
 * How much room the single looks take: their number times the mean of some, spread evenly over time, written out as
 * text. Not what the browser reports: that counts everything, and falls only when it tidies up, long after rows
 * were deleted, so that pruning by it would go on and on. On the disk they are compressed, and rather less.
 */
export async function looksSize(db: HistoryDb): Promise<LooksSize> {
  const { store } = db.transaction('measurements')
  const [count, first, last] = await Promise.all([
    store.count(),
    store.openKeyCursor(),
    store.openKeyCursor(null, 'prev'),
  ])
  if (!first || !last) return { count: 0, bytes: 0 }
  const from = timeOfId(first.primaryKey) ?? 0
  const to = timeOfId(last.primaryKey) ?? from
  const sample = await Promise.all(
    Array.from({ length: Math.min(count, SAMPLES) }, (_, n) => {
      const at = from + ((to - from) * n) / SAMPLES
      return store.get(IDBKeyRange.lowerBound(idsFrom(at)))
    }),
  )
  const sizes = sample.map((row) => JSON.stringify(row ?? null).length + KEYS)
  const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length
  return { count, bytes: Math.round(count * mean) }
}
