import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { launch } from '../e2e/browsers/launch.ts'
import { enterLab, insideLab } from '../e2e/lab/enter.ts'
import type { Scenario, TargetExpectation } from '../e2e/lab/scenario.ts'
import { closeLab } from '../e2e/lab/world.ts'
import { type Batch, batches } from '../e2e/run/batch.ts'
import { openWorld } from '../e2e/run/lab-world.ts'
import { loadScenarios } from '../e2e/run/load.ts'
import { expectationFor } from '../e2e/run/overlay.ts'
import { BROWSERS, type BrowserName } from '../e2e/run/ports.ts'
import type { Result } from '../e2e/run/result.ts'
import { runScenarios } from '../e2e/run/run.ts'
import { ensureLabBuild } from '../scripts/lab-build.ts'
import { confusionTable, judgedOf } from './confusion.ts'
import { type Figure, figure, median } from './figure.ts'
import { mustBlock, mustNotBlock } from './must.ts'
import { judgeWithOoni } from './ooni-peer.ts'
import { correctFigures } from './peer-figures.ts'
import { throttleFigures } from './throttle.ts'

const say = (text: string) => process.stderr.write(`${text}\n`)

/** Random loss of the repeats, percent: one after the other. */
const LOSS = [0, 1, 2, 3, 4, 5]

/**
 * The scorecard: every scenario in both browsers, then the repeats that look for false alarms and misses. Quick leaves
 * out the scenarios that wait for minutes between sweeps, and repeats twice what fits into one world.
 */
export async function benchVerdicts({ quick }: { quick: boolean }): Promise<Figure[]> {
  const all = await loadScenarios([], '.')
  const scenarios = quick ? all.filter(({ steps }) => steps.every(({ gapSec }) => gapSec < 60)) : all
  if (!insideLab()) ensureLabBuild()
  await enterLab()
  const repeats = quick ? 2 : 20
  const figures: Figure[] = []
  const falseAlarms: number[] = []
  const missed: number[] = []
  const wall: number[] = []
  try {
    const peer = await judgeWithOoni(process.env.FENCELINE_OONI_PROBE, scenarios, say)
    for (const browser of BROWSERS) {
      const results = await run(scenarios, browser)
      const judged = results.flatMap((one) => judgedOf(one) ?? [])
      say(`\n${browser}\n${confusionTable(judged).join('\n')}\n${costOf(results)}`)
      for (const { scenario, url, expected, said } of judged.filter(({ ok }) => !ok)) {
        say(`WRONG ${scenario} ${url}: expected ${expected}, said ${said}`)
      }
      figures.push(...correctFigures(browser, judged, peer))
      wall.push(...blockedOnes(results).map(({ line }) => line.ms / 1000))
    }
    for (let repeat = 0; repeat < repeats; repeat++) {
      const lossPct = LOSS[repeat % LOSS.length] ?? 0
      for (const browser of BROWSERS) {
        const repeatable = (wanted: Expected) => {
          const found = scenarios.filter((s) => isRepeatable(s, browser, wanted))
          return quick ? inOneWorld(found) : found
        }
        const fine = await run(repeatable(mustNotBlock).map(withLoss(lossPct)), browser)
        const alarms = fine.filter(({ line }) => statusOf(line.got) === 'blocked')
        const cut = await run(repeatable(mustBlock), browser)
        const misses = cut.filter(({ line }) => !line.url.startsWith('(') && !atLeastLikely(line.got))
        falseAlarms.push(alarms.length)
        missed.push(misses.length)
        say(
          `repeat ${repeat + 1} of ${repeats}, ${browser}, ${lossPct}% loss: ${alarms.length} false of ${fine.length}, ${misses.length} missed of ${cut.length}`,
        )
        for (const { line } of [...alarms, ...misses]) {
          say(`  ${line.scenario} ${line.url}: ${JSON.stringify(line.got)} by ${line.rules.join(', ')}`)
        }
      }
    }
  } finally {
    await closeLab()
  }
  return [
    ...figures,
    total('verdicts.false-blocked', falseAlarms),
    total('verdicts.missed', missed),
    { ...figure('verdicts.diagnosis-wall', 's', wall), value: Number(median(wall).toPrecision(4)) },
    ...throttleFigures(process.env.FENCELINE_DATA),
  ]
}

function run(scenarios: readonly Scenario[], browser: BrowserName): Promise<Result[]> {
  const artifactsDir = join(tmpdir(), 'fenceline-bench-verdicts')
  return runScenarios(scenarios, { browser, artifactsDir, onNote: say }, { openWorld, launch })
}

/** A count over all repeats, where the median would hide the one that matters. */
function total(name: string, counts: readonly number[]): Figure {
  const sum = counts.reduce((a, b) => a + b, 0)
  return { ...figure(name, 'count', counts), value: sum }
}

type Expected = (target: TargetExpectation) => boolean

/** One sweep on a link that the scenario does not make lossy or shut itself, and the same expectation of all targets. */
function isRepeatable(scenario: Scenario, browser: BrowserName, wanted: Expected): boolean {
  const targets = Object.values(expectationFor(scenario.expect, browser).targets)
  return (
    scenario.steps.length === 1 &&
    scenario.local.lossPct === 0 &&
    !scenario.censor.some((rule) => rule.on === 'all' || rule.on === 'foreign') &&
    targets.length > 0 &&
    targets.every(wanted)
  )
}

/** The most that share one world and one sweep. */
const inOneWorld = (scenarios: readonly Scenario[]): readonly Scenario[] =>
  batches(scenarios).reduce((most, batch) => (batch.length > most.length ? batch : most), [] as Batch)

const withLoss =
  (lossPct: number) =>
  (scenario: Scenario): Scenario => ({ ...scenario, local: { ...scenario.local, lossPct } })

const statusOf = (got: Result['line']['got']): unknown => (got && 'status' in got ? got.status : null)
const atLeastLikely = (got: Result['line']['got']): boolean =>
  statusOf(got) === 'blocked' && got !== null && 'confidence' in got && got.confidence !== 'suspected'

const blockedOnes = (results: readonly Result[]) =>
  results.filter(({ line }) => statusOf(line.got) === 'blocked' && line.ms > 0)

function costOf(results: readonly Result[]): string {
  const of = (key: 'ms' | 'requests' | 'bytes', all: readonly Result[]) =>
    all.length === 0 ? 0 : median(all.map(({ line }) => line[key]))
  const targets = results.filter(({ line }) => line.requests > 0)
  const healthy = targets.filter(({ line }) => statusOf(line.got) === 'reachable')
  const blocked = blockedOnes(results)
  const words = (name: string, all: readonly Result[]) =>
    `${name}: median ${(of('ms', all) / 1000).toFixed(1)} s, ${of('requests', all)} requests, ${of('bytes', all)} bytes (${all.length})`
  const slowest = Math.max(0, ...blocked.map(({ line }) => line.ms)) / 1000
  return `${words('reachable', healthy)}\n${words('blocked', blocked)}, the slowest ${slowest.toFixed(1)} s`
}
