/** What one runner of `npm test` found. */
export interface Outcome {
  passed: number
  failures: Failure[]
  /** Said beside the counts, e.g. what was skipped and why. */
  note?: string
}

export interface Failure {
  title: string
  /** What a reader needs to see why: the tool's own words. */
  output: string
}

/** A check that is one thing as a whole: passes, or fails with the tool's output. */
export function single(title: string, ok: boolean, output: string): Outcome {
  return ok ? { passed: 1, failures: [] } : { passed: 0, failures: [{ title, output }] }
}

/** A runner that ran nothing has shown nothing: that is a failure, not a success. */
export function refuseEmpty(runner: string, outcome: Outcome): Outcome {
  if (outcome.passed > 0 || outcome.failures.length > 0) return outcome
  return { ...outcome, failures: [{ title: `${runner}: no test ran`, output: outcome.note ?? '' }] }
}
