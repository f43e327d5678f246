import type { Observation } from '../../core/model/observation.ts'
import { wasCutOff } from '../history/cut-off.ts'

/** Intervals that a reset target is left alone for. */
const RESTED_INTERVALS = 4

/**
 * Whether a background sweep should leave this target alone: its last look was cut off by a reset. Firefox repeats
 * a reset request up to ten times within milliseconds (`network.http.request.max-attempts`, which no extension can
 * change), a pattern that is easy to recognise and that arms residual blocking anew. What the user asks for is
 * measured all the same.
 */
export function restsAfterReset(
  last: { at: number; observations: readonly Observation[] } | null,
  intervalMs: number,
  now: number,
): boolean {
  // Half an interval of slack: the sweeps themselves are spread over that long.
  return (
    last !== null && wasCutOff(last.observations) && now - last.at < (RESTED_INTERVALS - 0.5) * intervalMs
  )
}
