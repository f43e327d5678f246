interface Staged {
  stage: string
}

/** The runners of the stages named in `only` (comma-separated); all of them when it names none. */
export function chosen<R extends Staged>(runners: readonly R[], only: string | undefined): R[] {
  const stages = (only ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean)
  const known = [...new Set(runners.map(({ stage }) => stage))]
  const unknown = stages.filter((name) => !known.includes(name))
  if (unknown.length) {
    throw new Error(`FENCELINE_TEST_ONLY names ${unknown.join(', ')}; the stages are ${known.join(', ')}`)
  }
  return stages.length ? runners.filter(({ stage }) => stages.includes(stage)) : [...runners]
}
