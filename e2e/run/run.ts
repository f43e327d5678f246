import type { Scenario } from '../lab/scenario.ts'
import { keepEvidence } from './artifacts.ts'
import { type Batch, batches } from './batch.ts'
import type { BrowserName, Launch, OpenWorld, SweptTarget } from './ports.ts'
import { type Result, type ResultLine, troubled } from './result.ts'
import { runBatch, type Waits } from './run-batch.ts'
import type { Stage } from './stage-clock.ts'

export interface RunOptions {
  browser: BrowserName
  /** Where evidence of mismatches goes. */
  artifactsDir: string
  /** Evidence of what went well is kept too. */
  keep?: boolean
  /** Called for each finished line, scenario by scenario. */
  onLine?: (line: ResultLine, result: Result) => void
  /** Called before each batch, and as each target of it is finished. */
  onBatch?: (batch: Batch, index: number, total: number) => void
  onTarget?: (target: SweptTarget) => void
  /** Called after each batch that ran, with what its stages took. */
  onWorld?: (batch: Batch, stages: readonly Stage[]) => void
  /** Something the person at the terminal should know, and that changes no result. */
  onNote?: (text: string) => void
  waits?: Partial<Waits>
}

export interface Ports {
  openWorld: OpenWorld
  launch: Launch
}

/** Worlds broken one after the other, after which none is taken apart any more. */
const HOPELESS = 8

/** Runs scenarios batch by batch and compares. Never throws for a scenario's sake: its lines say what went wrong. */
export async function runScenarios(
  scenarios: readonly Scenario[],
  options: RunOptions,
  ports: Ports,
): Promise<Result[]> {
  const queue = batches(scenarios)
  const finished: Result[] = []
  let done = 0
  let brokenInARow = 0
  for (let batch = queue.shift(); batch; batch = queue.shift()) {
    options.onBatch?.(batch, done, done + queue.length + 1)
    const outcome = await runBatch(batch, options, ports)
    brokenInARow = outcome.kind === 'lab-broken' ? brokenInARow + 1 : 0
    // A world that fails as a whole does not say whose fault it is: halving it finds the scenario, unless nothing works.
    if (outcome.kind === 'lab-broken' && batch.length > 1 && brokenInARow < HOPELESS) {
      await outcome.discard()
      queue.unshift(...halves(batch))
      continue
    }
    done += 1
    for (const scenario of batch) {
      const results =
        outcome.kind === 'lab-broken'
          ? troubled(scenario, options.browser, { error: 'lab-broken', text: outcome.text })
          : (outcome.results.get(scenario.name) ?? [])
      finished.push(...results)
      if (options.keep || results.some(({ line }) => !line.ok)) {
        const { artifactsDir, browser } = options
        await keepEvidence(artifactsDir, scenario.name, browser, results, outcome.evidence).catch((error) =>
          options.onNote?.(`${scenario.name}: its evidence could not be kept: ${error}`),
        )
      }
      for (const result of results) options.onLine?.(result.line, result)
    }
    await outcome.discard()
  }
  return finished
}

function halves(batch: Batch): Batch[] {
  const middle = Math.ceil(batch.length / 2)
  return [batch.slice(0, middle), batch.slice(middle)]
}
