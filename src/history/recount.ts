import { readObservations } from '../../core/model/upcast.ts'
import { countsOf } from './count-look.ts'
import { addCounts, totalOf, withoutCounts } from './counts.ts'
import type { Counts, Measurement } from './records.ts'
import { MeasurementSchema, readRow } from './stored.ts'

/** One look of a stretch of time, as it was stored and as it is told now. */
export interface CountedLook {
  before: unknown
  after: Measurement
}

/**
 * The counts of a stretch of time by what its looks say now. What was counted and is not among `looks` (deleted,
 * unreadable, or told another time) stays counted as it was; the engine then stays the old one and says so.
 */
export function recounted(stored: Counts | null, looks: readonly CountedLook[]): Counts {
  let gone = stored
  let now: Counts | null = null
  for (const { before, after } of looks) {
    const old = readRow(MeasurementSchema, before)
    if (!old) continue
    const { observations } = readObservations(old.observations)
    if (gone) gone = withoutCounts(gone, countsOf({ verdict: old.verdict, observations }))
    now = now ? addCounts(now, countsOf(after)) : countsOf(after)
  }
  const left = gone && totalOf(gone) > 0 ? gone : null
  if (left && now) return addCounts(now, left)
  return now ?? left ?? { counts: {}, restricted: 0, engine: stored?.engine ?? 0 }
}

/**
 * What a longer stretch counts: the sum of its parts when they are all there. Parts that are gone live on in the
 * longer stretch alone: then what was `told` of it stands.
 */
export function summedUp(told: Counts | null, parts: readonly Counts[]): Counts | null {
  const none: Counts = { counts: {}, restricted: 0, engine: Number.POSITIVE_INFINITY }
  const sum = parts.reduce(addCounts, none)
  return parts.length > 0 && (!told || totalOf(sum) >= totalOf(told)) ? sum : told
}
