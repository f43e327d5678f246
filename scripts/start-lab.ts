import { fileURLToPath } from 'node:url'
import type { Verdict } from '../core/model/verdict.ts'
import { launch } from '../e2e/browsers/launch.ts'
import { enterLab, insideLab } from '../e2e/lab/enter.ts'
import { closeLab } from '../e2e/lab/world.ts'
import { openWorld } from '../e2e/run/lab-world.ts'
import { loadScenarios } from '../e2e/run/load.ts'
import { columnsFor, renderResult, renderSummary } from '../e2e/run/report.ts'
import type { Result } from '../e2e/run/result.ts'
import { runScenarios } from '../e2e/run/run.ts'
import { ensureLabBuild } from './lab-build.ts'
import { abilityOf } from './terminal/ability.ts'
import { openProgressLine } from './terminal/progress-line.ts'

const ARTIFACTS = fileURLToPath(new URL('../artifacts', import.meta.url))

/** The censored lab with a real Chromium: what it says of each site, and whether that is the truth. No internet needed. */
export async function startInLab(names: readonly string[], json: boolean): Promise<number> {
  const scenarios = await loadScenarios(names, process.env.INIT_CWD ?? process.cwd())
  if (!insideLab()) ensureLabBuild()
  await enterLab()
  const ability = abilityOf(process.stdout, process.env)
  const progress = openProgressLine(process.stderr, abilityOf(process.stderr, process.env))
  const columns = columnsFor(scenarios)
  const total = scenarios.reduce((sum, { watch }) => sum + watch.length, 0)
  const began = performance.now()
  const show = (done: number, label: string) =>
    progress.show({ done, total, elapsedMs: performance.now() - began, label })
  let done = 0
  let results: Result[] = []
  try {
    results = await runScenarios(
      scenarios,
      {
        browser: 'chromium',
        artifactsDir: ARTIFACTS,
        onBatch: (batch, index, count) =>
          show(done, `world ${index + 1} of ${count}: ${batch.length} scenarios`),
        onTarget: ({ url }) => show(Math.min(++done, total), new URL(url).hostname),
        onLine(line, result) {
          progress.clear()
          const lines = json
            ? [JSON.stringify({ ...line, verdict: verdictOf(line) })]
            : renderResult(result, columns, ability)
          for (const text of lines) process.stdout.write(`${text}\n`)
        },
      },
      { openWorld, launch },
    )
  } finally {
    progress.clear()
    await closeLab()
  }
  const seconds = (performance.now() - began) / 1000
  if (!json) process.stdout.write(`\n${renderSummary(results, ARTIFACTS, seconds).join('\n')}\n`)
  return results.length > 0 && results.every(({ line }) => line.ok) ? 0 : 1
}

const verdictOf = ({ got }: Result['line']): Partial<Verdict> | null =>
  got !== null && 'status' in got ? (got as Partial<Verdict>) : null
