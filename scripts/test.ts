import { fileURLToPath } from 'node:url'
import { type Outcome, refuseEmpty } from './runners/outcome.ts'
import { allRunners, type Runner } from './runners/runners.ts'
import { chosen } from './runners/selection.ts'

/**
 * Everything CI checks. FENCELINE_TEST_ONLY=unit,lab,... runs a part (the names are the stages it prints).
 * The last line is `N passed, N failed` over all runners.
 */
const root = fileURLToPath(new URL('..', import.meta.url))
const print = (line: string) => process.stdout.write(`${line}\n`)
const seconds = (since: number) => `${((performance.now() - since) / 1000).toFixed(1).padStart(6)} s`

const runners = chosen(allRunners(root), process.env.FENCELINE_TEST_ONLY)
const began = performance.now()
const outcomes: Outcome[] = []
for (const stage of new Set(runners.map((runner) => runner.stage))) {
  const together = runners.filter((runner) => runner.stage === stage)
  outcomes.push(...(await Promise.all(together.map(runOne))))
}

const failures = outcomes.flatMap((outcome) => outcome.failures)
for (const { title, output } of failures) print(`\nFAILED ${title}\n${output.replace(/^/gm, '  ')}`)
const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0)
print(`\nall       ${seconds(began)}`)
print(`${passed} passed, ${failures.length} failed`)
process.exitCode = failures.length ? 1 : 0

async function runOne({ name, run }: Runner): Promise<Outcome> {
  const start = performance.now()
  const outcome = refuseEmpty(name, await run().catch(crashed))
  const counts = `${outcome.passed} passed, ${outcome.failures.length} failed`
  print(`${name.padEnd(14)} ${seconds(start)}  ${[counts, outcome.note ?? []].flat().join(', ')}`)
  return outcome

  /** A runner that throws has failed; the others still run. */
  function crashed(error: unknown): Outcome {
    return { passed: 0, failures: [{ title: `${name}: could not run`, output: String(error) }] }
  }
}
