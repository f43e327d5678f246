import { relative } from 'node:path'
import * as v from 'valibot'
import type { Outcome } from './outcome.ts'

/** What we read of vitest's JSON reporter (the Jest format). */
const ReportSchema = v.object({
  success: v.boolean(),
  numPendingTests: v.number(),
  numTodoTests: v.number(),
  testResults: v.array(
    v.object({
      name: v.string(),
      status: v.string(),
      message: v.optional(v.string(), ''),
      assertionResults: v.array(
        v.object({
          fullName: v.string(),
          status: v.string(),
          failureMessages: v.optional(v.nullable(v.array(v.string())), []),
        }),
      ),
    }),
  ),
})

/**
 * Counts a vitest run. A file that could not be loaded is one failure, and so is a run that vitest calls failed
 * though every test passed (an unhandled rejection, a crashed worker).
 * @param json content of the report file; null when vitest wrote none
 * @param said what vitest printed
 */
export function vitestOutcome(runner: string, json: string | null, exitCode: number, said: string): Outcome {
  const report = json === null ? null : v.safeParse(ReportSchema, parse(json))
  if (!report?.success) {
    return {
      passed: 0,
      failures: [{ title: `${runner}: vitest wrote no report that can be read`, output: said }],
    }
  }
  const { testResults, numPendingTests, numTodoTests, success } = report.output
  const tests = testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map((test) => ({ ...test, file: relative(process.cwd(), name) })),
  )
  const failures = tests
    .filter(({ status }) => status === 'failed')
    .map(({ file, fullName, failureMessages }) => ({
      title: `${file}: ${fullName}`,
      output: (failureMessages ?? []).join('\n'),
    }))
  for (const { name, status, message, assertionResults } of testResults) {
    const explained = assertionResults.some((test) => test.status === 'failed')
    if (status === 'failed' && !explained)
      failures.push({ title: `${relative(process.cwd(), name)}: did not load`, output: message })
  }
  if ((exitCode !== 0 || !success) && failures.length === 0) {
    failures.push({ title: `${runner}: vitest ended with ${exitCode}`, output: said })
  }
  const skipped = numPendingTests + numTodoTests
  const passed = tests.filter(({ status }) => status === 'passed').length
  return skipped ? { passed, failures, note: `${skipped} skipped` } : { passed, failures }
}

/** Each file that failed, by its full path, with how many of its tests passed all the same; null without a report. */
export function failedFiles(json: string | null): Map<string, number> | null {
  const report = json === null ? null : v.safeParse(ReportSchema, parse(json))
  if (!report?.success) return null
  const failed = report.output.testResults.filter(({ status }) => status === 'failed')
  return new Map(
    failed.map(({ name, assertionResults }) => [
      name,
      assertionResults.filter(({ status }) => status === 'passed').length,
    ]),
  )
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return null
  }
}
