import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureLabBuild } from '../../scripts/lab-build.ts'
import { abilityOf } from '../../scripts/terminal/ability.ts'
import { openProgressLine } from '../../scripts/terminal/progress-line.ts'
import { hostOf } from '../../scripts/terminal/words.ts'
import { launch } from '../browsers/launch.ts'
import { enterLab, insideLab } from '../lab/enter.ts'
import type { Scenario } from '../lab/scenario.ts'
import { closeLab } from '../lab/world.ts'
import { BadArguments, type LabArguments, parseArguments, USAGE } from './arguments.ts'
import { openWorld } from './lab-world.ts'
import { BadScenario, loadScenarios } from './load.ts'
import { dropStale, recordFrom } from './record.ts'
import { columnsFor, renderResult, renderSummary } from './report.ts'
import type { Result } from './result.ts'
import { runScenarios } from './run.ts'
import { openShell } from './shell.ts'
import { spellStages } from './stage-clock.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const print = (line: string) => process.stdout.write(`${line}\n`)
const say = (line: string) => process.stderr.write(`${line}\n`)

/** npm changes into the project's folder; paths are meant from where the user stands. */
const cwd = process.env.INIT_CWD ?? process.cwd()

async function main(): Promise<number> {
  const args = parseArguments(process.argv.slice(2))
  if (args.command === 'help') {
    print(USAGE)
    return 0
  }
  // Before entering the lab, so that a wrong file is named at once.
  const scenarios = await loadScenarios(args.files, cwd)
  if (!insideLab()) ensureLabBuild()
  await enterLab()
  try {
    const [first] = scenarios
    if (args.command === 'shell' && first) return await openShell(first, print)
    return await run(scenarios, args)
  } finally {
    await closeLab()
  }
}

async function run(scenarios: readonly Scenario[], args: LabArguments): Promise<number> {
  const artifactsDir = args.artifacts === null ? join(ROOT, 'artifacts') : resolve(cwd, args.artifacts)
  const ability = abilityOf(process.stdout, process.env)
  const progress = openProgressLine(process.stderr, abilityOf(process.stderr, process.env))
  const columns = columnsFor(scenarios)
  const total = scenarios.reduce((sum, { watch }) => sum + watch.length, 0) * args.browsers.length
  const began = performance.now()
  const results: Result[] = []
  let unwritten: Result[] = []
  let recordings = 0
  let writing = Promise.resolve()
  /** World by world: a run that is broken off keeps what it has. */
  const record = () => {
    const ready = args.record ? unwritten : []
    unwritten = []
    writing = writing.then(async () => {
      recordings += (await recordFrom(ready)).length
    })
    return writing
  }
  let done = 0
  const show = (label: string) =>
    progress.show({ done: Math.min(done, total), total, elapsedMs: performance.now() - began, label })

  for (const browser of args.browsers) {
    const before = done
    const ofBrowser = await runScenarios(
      scenarios,
      {
        browser,
        artifactsDir,
        keep: args.keep,
        onBatch: (batch, index, count) => {
          void record()
          show(`${browser}, world ${index + 1} of ${count}: ${batch.length} scenarios`)
        },
        onTarget: ({ url }) => {
          done += 1
          show(`${browser}  ${hostOf(url)}`)
        },
        onWorld: (batch, stages) => {
          progress.clear()
          const what =
            batch.length === 1 ? batch[0]?.name : `${batch.length} scenarios from ${batch[0]?.name}`
          say(`${browser}, ${what}: ${spellStages(stages)}`)
        },
        onNote: (text) => {
          progress.clear()
          say(text)
        },
        onLine: (line, result) => {
          progress.clear()
          unwritten.push(result)
          if (args.json) print(JSON.stringify(line))
          else for (const text of renderResult(result, columns, ability)) print(text)
        },
      },
      { openWorld, launch },
    )
    done = before + total / args.browsers.length
    results.push(...ofBrowser)
  }
  progress.clear()
  if (!args.json) {
    print('')
    const seconds = (performance.now() - began) / 1000
    for (const line of renderSummary(results, artifactsDir, seconds)) print(line)
  }
  if (args.record) {
    await record()
    const stale = await dropStale((await loadScenarios([], cwd)).map(({ name }) => name))
    say(`${recordings} recordings written, ${stale.length} of scenarios that are no more removed`)
  }
  return results.every(({ line }) => line.ok) ? 0 : 1
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    const theirs = error instanceof BadScenario || error instanceof BadArguments
    say(error instanceof Error ? (theirs ? error.message : (error.stack ?? error.message)) : String(error))
    if (error instanceof BadArguments) say(`\n${USAGE}`)
    process.exit(theirs ? 2 : 1)
  },
)
