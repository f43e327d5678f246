import { PRIOR_FAILURE_RATE } from '../../core/stats/sequential.ts'
import type { Change, SeriesLook, SeriesState } from '../../core/verdict/series.ts'
import { wasCutOff } from './cut-off.ts'
import type { HistoryEvent, Measurement } from './records.ts'

/** One look as the series takes it in. Healthy looks of healthy targets need no base rate, and no read for it. */
export async function seriesLook(
  look: Measurement,
  before: SeriesState | null,
  baseRate: () => Promise<number>,
): Promise<SeriesLook> {
  const { id, at, ms, verdict } = look
  const matters = [verdict.status, before?.run?.status, before?.pending?.status].some(
    (status) => status === 'blocked' || status === 'throttled',
  )
  const baseFailureRate = matters ? await baseRate() : PRIOR_FAILURE_RATE
  // Firefox repeats a reset by itself, up to ten times: one soon-retest is all such a target gets.
  const spared = look.browser.startsWith('firefox') && wasCutOff(look.observations)
  return { id, at, ms, verdict, baseFailureRate, ...(spared ? { maxRetests: 1 } : {}) }
}

/** Carries the id of the look that made the change sure, so that one look can never leave two events. */
export function eventOf(look: Measurement, change: Change): HistoryEvent {
  const { id, networkId, targetId, url } = look
  const { lastBefore, firstAfter, from, to } = change
  return { id, networkId, targetId, url, lastBefore, firstAfter, from, to }
}
