/** When one measured pair, target and control, tells of a target held back. All but the ratio in kbit/s. */
export interface PairLimits {
  /** A control no faster than this is a slow line: nothing can be said of the target. */
  minControl: number
  /** A target at this speed or above is of use, not throttled into uselessness. Halves the ratio's false alarms. */
  maxTarget: number
  /** Paths differ by a factor of two all the time: 4% of fair pairs do by more than three. */
  maxRatio: number
}

/**
 * Round figures that tell the published measurements of Russia in 2021 apart as well as any others
 * (docs/throttling.md): policed transfers ran at 79 to 124 kbit/s there, on lines that carried megabits.
 */
export const PAIR_LIMITS: PairLimits = { minControl: 400, maxTarget: 250, maxRatio: 0.3 }

/** The line was fast enough for the pair to tell anything. */
export function lineTells(controlKbps: number, limits: PairLimits = PAIR_LIMITS): boolean {
  return controlKbps > limits.minControl
}

export function slowed(targetKbps: number, controlKbps: number, limits: PairLimits = PAIR_LIMITS): boolean {
  const { maxTarget, maxRatio } = limits
  return lineTells(controlKbps, limits) && targetKbps < maxTarget && targetKbps / controlKbps < maxRatio
}
