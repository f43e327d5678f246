import type { Status } from '../../core/model/status.ts'
import type { Counts } from './records.ts'

/** How many hours a list shows of each target. */
export const STRIP_HOURS = 24

/**
 * Which status a stretch of time is painted with: the first of these that was seen in it. Interference comes before
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

/** null when nothing was counted. */
export function worstOf(counts: Counts['counts']): Status | null {
  return WORST_FIRST.find((status) => (counts[status] ?? 0) > 0) ?? null
}
