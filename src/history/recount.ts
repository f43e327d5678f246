import type { Status } from '../../core/model/status.ts'
import type { Measurement, Rollup } from './records.ts'
import { MeasurementSchema, readRow } from './stored.ts'

/** One look of the hour, as it was stored and as it is told now; null when its row cannot be read. */
export interface CountedLook {
  before: unknown
  after: Measurement | null
}

/**
 * The hour's counts by what its looks say now. What was counted and is no longer there to be looked at (deleted, or
 * unreadable) stays counted as it was; the engine then stays the old one and says so.
 */
export function recounted(
  stored: Rollup | null,
  key: Pick<Rollup, 'networkId' | 'targetId' | 'hour'>,
  looks: readonly CountedLook[],
): Rollup {
  const gone = new Map(Object.entries(stored?.counts ?? {}) as [Status, number][])
  const counts = new Map<Status, number>()
  const engines: number[] = []
  for (const { before, after } of looks) {
    const old = readRow(MeasurementSchema, before)
    if (!old || !after) continue
    gone.set(old.verdict.status, (gone.get(old.verdict.status) ?? 0) - 1)
    counts.set(after.verdict.status, (counts.get(after.verdict.status) ?? 0) + 1)
    engines.push(after.verdict.engine)
  }
  for (const [status, n] of gone) {
    if (n <= 0) continue
    counts.set(status, (counts.get(status) ?? 0) + n)
    if (stored) engines.push(stored.engine)
  }
  const engine = engines.length > 0 ? Math.min(...engines) : (stored?.engine ?? 0)
  return { ...key, counts: Object.fromEntries(counts), engine }
}
