import { type LabLine, labOutcome, readLines } from './lab-lines.ts'
import type { Outcome } from './outcome.ts'
import { type Finished, tail } from './process.ts'

/** More than this is no bad luck. */
const MOST = 8

/**
 * Two browsers and a dozen hosts on one small machine: now and then a look misses its time. Scenarios that came out
 * otherwise than expected run once more, and count by that; which they were is said. A false "blocked" has no second
 * try, for nobody who sees one would get it taken back.
 * @param files scenario files and the scenarios' names
 * @param run runs these files and answers what the lab printed
 */
export async function labWithSecondTry(
  runner: string,
  files: ReadonlyMap<string, string>,
  run: (files: readonly string[]) => Promise<Finished>,
): Promise<Outcome> {
  const outcomeOf = (names: readonly string[], done: Finished) =>
    labOutcome(runner, names, done.code, done.stdout, tail(done))
  const done = await run([...files.keys()])
  const first = outcomeOf([...files.values()], done)
  const lines = readLines(done.stdout)
  const answered = new Set(lines.map(({ scenario }) => scenario))
  const failed = new Set([
    ...lines.filter(({ ok }) => !ok).map(({ scenario }) => scenario),
    ...[...files.values()].filter((name) => !answered.has(name)),
  ])
  const accused = lines.some((line) => !line.ok && accusesFalsely(line))
  if (failed.size === 0 || failed.size > MOST || accused || first.failures.length === 0) return first
  const again = [...files].filter(([, name]) => failed.has(name))
  const second = outcomeOf(
    again.map(([, name]) => name),
    await run(again.map(([file]) => file)),
  )
  const stood = lines.filter(({ scenario }) => !failed.has(scenario)).length
  return {
    passed: stood + second.passed,
    failures: second.failures,
    note: `run again: ${[...failed].join(', ')}`,
  }
}

function accusesFalsely({ got, expected }: LabLine): boolean {
  const status = (of: unknown): unknown => (of as { status?: unknown } | null)?.status
  return status(got) === 'blocked' && ![status(expected)].flat().includes('blocked')
}
