import * as v from 'valibot'
import type { Outcome } from './outcome.ts'

const LineSchema = v.looseObject({
  scenario: v.string(),
  browser: v.string(),
  url: v.string(),
  ok: v.boolean(),
})
export type LabLine = v.InferOutput<typeof LineSchema>

/** Those of the lab's lines that are results. */
export function readLines(stdout: string): LabLine[] {
  return stdout.split('\n').flatMap((line) => {
    const parsed = v.safeParse(LineSchema, parse(line))
    return parsed.success ? [parsed.output] : []
  })
}

/**
 * Counts the lab's JSON lines, one a target. A line that cannot be read, a scenario that answered nothing and a
 * bad exit without a failing line are failures of their own: nothing may vanish.
 * @param scenarios names every scenario file asked for
 */
export function labOutcome(
  runner: string,
  scenarios: readonly string[],
  exitCode: number,
  stdout: string,
  said: string,
): Outcome {
  const answered = new Set<string>()
  const outcome: Outcome = { passed: 0, failures: [] }
  for (const line of stdout.split('\n').filter((text) => text.trim())) {
    const parsed = v.safeParse(LineSchema, parse(line))
    if (!parsed.success) {
      outcome.failures.push({ title: `${runner}: a line that is no result`, output: line })
      continue
    }
    const { scenario, url, ok } = parsed.output
    answered.add(scenario)
    if (ok) outcome.passed++
    else outcome.failures.push({ title: `${runner}: ${scenario} ${url}`, output: line })
  }
  for (const name of scenarios.filter((one) => !answered.has(one))) {
    outcome.failures.push({ title: `${runner}: ${name} gave no result`, output: '' })
  }
  const first = outcome.failures[0]
  if (exitCode !== 0 && !first)
    outcome.failures.push({ title: `${runner}: ended with ${exitCode}`, output: said })
  return outcome
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}
