/**
 * Wald's sequential probability ratio test: is a series of failures a block, or only a poor line? `p0` is how often
 * looks fail here when nothing is wrong, `p1` how often they fail when blocked. Each independent look adds its log
 * likelihood ratio, until the sum reaches one of two bounds (A. Wald, "Sequential Tests of Statistical Hypotheses",
 * Ann. Math. Statist. 16, 1945).
 */
export const FAILS_WHEN_BLOCKED = 0.9
/** Both error rates, of a false alarm and of a miss. */
export const ERROR_RATE = 0.01

/** Believed of a line before it is known, and how many looks that belief weighs: Beta(1, 19). */
const PRIOR_FAILURES = 1
const PRIOR_LOOKS = 20
/** Below, one lucky day would make a single failure proof; above, no series of failures ever would be. */
const LOWEST_RATE = 0.02
const HIGHEST_RATE = 0.5

/** How often looks fail on this line when nothing is wrong, told by hosts that nobody blocks. */
export function baseFailureRate(failures: number, looks: number): number {
  const share = (failures + PRIOR_FAILURES) / (looks + PRIOR_LOOKS)
  return Math.min(HIGHEST_RATE, Math.max(LOWEST_RATE, share))
}

/** What nothing is known of yet. */
export const PRIOR_FAILURE_RATE = baseFailureRate(0, 0)

/** The log likelihood ratio of one look: positive speaks for "blocked". */
export function weightOf(failed: boolean, p0: number, p1 = FAILS_WHEN_BLOCKED): number {
  return failed ? Math.log(p1 / p0) : Math.log((1 - p1) / (1 - p0))
}

/** The sum at which "blocked" is accepted; its negative is where "fine" is. */
export function boundOf(errorRate = ERROR_RATE): number {
  return Math.log((1 - errorRate) / errorRate)
}

/**
 * The sum after one look more. Held within the bounds, so that a series which goes on after its decision can still
 * be turned by new evidence, however long it was.
 */
export function weigh(sum: number, failed: boolean, p0: number): number {
  const bound = boundOf()
  return Math.min(bound, Math.max(-bound, sum + weightOf(failed, p0)))
}

export function accepted(sum: number): boolean {
  return sum >= boundOf()
}
