import { relative } from 'node:path'
import { LOSS } from '../../e2e/browsers/audit.ts'
import type { Failure, Outcome } from './outcome.ts'
import { failedFiles, vitestOutcome } from './vitest-report.ts'

/** What one run of vitest left: its report (null: none), its exit code and the end of what it printed. */
export interface VitestRun {
  json: string | null
  code: number
  said: string
}

/** More than this is no bad luck. */
const MOST = 3

/** A look that was lost or doubled once is lost or doubled, whatever a second run says. */
const tellsLoss = ({ output }: Failure): boolean => output.includes(LOSS)

/**
 * Flows run against real clocks in two browsers: when the machine stalls, one misses its time. Files that failed run
 * once more, and count by that; which they were is said. A file that told of a loss has no second try.
 * @param run runs these files, all of them when none is named
 */
export async function flowsWithSecondTry(
  runner: string,
  run: (files: readonly string[]) => Promise<VitestRun>,
): Promise<Outcome> {
  const { json, code, said } = await run([])
  const first = vitestOutcome(runner, json, code, said)
  const failed = failedFiles(json)
  // Without a failed file the failure is the run's own: an unhandled rejection, a crash, no report.
  if (!failed || failed.size === 0 || failed.size > MOST) return first
  const lossy = first.failures.filter(tellsLoss)
  const isOf = (file: string, { title }: Failure) => title.startsWith(`${relative(process.cwd(), file)}: `)
  const again = [...failed.keys()].filter((file) => !lossy.some((failure) => isOf(file, failure)))
  if (again.length === 0) return first
  const named = again.map((file) => relative(process.cwd(), file))
  const once = await run(named)
  const second = vitestOutcome(runner, once.json, once.code, once.said)
  const replaced = again.reduce((sum, file) => sum + (failed.get(file) ?? 0), 0)
  const stays = first.failures.filter((failure) => !again.some((file) => isOf(file, failure)))
  return {
    passed: first.passed - replaced + second.passed,
    failures: [...stays, ...second.failures],
    note: [first.note ?? [], `run again: ${named.join(', ')}`].flat().join(', '),
  }
}
