/** One step from one stored version to the next. */
export interface Step<From extends number, To extends number> {
  from: From
  to: To
}

/** The steps in order. `with` accepts only a step that starts where the chain ends: a gap or a swap is a type error. */
export interface Chain<Version extends number, Kind> {
  version: Version
  steps: readonly (Kind & Step<number, number>)[]
  with<To extends number>(step: Kind & Step<Version, To>): Chain<To, Kind>
}

export function startAt<Version extends number, Kind>(
  version: Version,
  steps: readonly (Kind & Step<number, number>)[] = [],
): Chain<Version, Kind> {
  return {
    version,
    steps,
    with: (step) => {
      if (step.from !== version || step.to !== version + 1) {
        throw new Error(`Step ${step.from} to ${step.to} does not follow version ${version}`)
      }
      return startAt(step.to, [...steps, step])
    },
  }
}

/** The steps that lie between a stored version and the end of the chain. */
export function stepsFrom<Kind>(
  chain: Chain<number, Kind>,
  version: number,
): readonly (Kind & Step<number, number>)[] {
  return chain.steps.filter((step) => step.from >= version)
}
