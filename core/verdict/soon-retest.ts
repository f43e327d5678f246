import type { Verdict } from '../model/verdict.ts'
import type { SeriesLook, SeriesState } from './series.ts'

/** How soon an anomaly is looked at again. Tests may shorten it; what a look then proves stays as it is. */
export interface RetestPace {
  /** From the end of one look to the next. */
  retestMs: number
  /** Up to this much later, so that no rhythm shows on the wire. */
  retestJitterMs: number
}

/** Past the residual blocking of 180 s (core/verdict/series.ts). */
export const STANDARD_RETESTS: RetestPace = { retestMs: 190_000, retestJitterMs: 30_000 }

const MOST_RETESTS = 2

/**
 * Whether to look again soon. An anomaly is a block or slow-down not yet confirmed, trouble that nothing explains,
 * or a change that waits for its second look; it ends with a look that is none of these. Each has at most two
 * soon-retests. A retest that begins yet another anomaly goes on with the same two, or a site that alternates
 * would be asked every three minutes for ever.
 */
export function soonRetest(
  before: SeriesState | null,
  after: SeriesState,
  look: SeriesLook,
  told: Verdict,
  pace: RetestPace,
): Pick<SeriesState, 'retests' | 'retestAt'> {
  if (told.status === 'untested') return { retests: after.retests, retestAt: null }
  const interference = told.status === 'blocked' || told.status === 'throttled'
  const unsure = interference && told.confidence !== 'confirmed'
  if (after.pending === null && !unsure && told.status !== 'inconclusive') {
    return { retests: 0, retestAt: null }
  }
  const isRetest = (before?.retestAt ?? null) !== null
  const begins = after.pending !== null && (before?.pending ?? null) === null
  const used = begins && !isRetest ? 0 : after.retests
  if (used >= (look.maxRetests ?? MOST_RETESTS)) return { retests: used, retestAt: null }
  const wait = pace.retestMs + Math.round(pace.retestJitterMs * fractionOf(look.id))
  return { retests: used + 1, retestAt: look.at + Math.round(look.ms) + wait }
}

/** 0 <= x < 1, from the random part of the id: history judged again gives the very same times. FNV-1a. */
function fractionOf(id: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193)
  return (hash >>> 0) / 2 ** 32
}
