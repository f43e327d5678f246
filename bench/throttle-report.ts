import { networkThrottled } from '../core/stats/network-throttled.ts'
import { wilson } from '../core/stats/wilson.ts'
import type { SpeedTest } from './throttle-data.ts'
import { anyTests, type Draw, mean, onePerPlace, sharesCalled, type Test } from './throttle-draws.ts'
import {
  cleanNetworks,
  isSlowed,
  LABELS,
  type Label,
  MIN_TESTS,
  type Network,
  networksOf,
  throttledNetworks,
} from './throttle-networks.ts'
import { seriesJudged } from './throttle-series.ts'
import { heldOutDays } from './throttle-validate.ts'

const ROUNDS = 500
const SEED = 7

const counted: Test = (reports) => networkThrottled(reports).throttled
const majority: Test = (reports) => {
  const { hits, usable } = networkThrottled(reports)
  return hits >= 2 && hits * 2 > usable
}

const percent = (x: number) => (Number.isNaN(x) ? '-' : `${(100 * x).toFixed(1)}%`)
const within = ([low, high]: [number, number]) => `${percent(low)} to ${percent(high)}`

/** What the data says, for people: the ground for the thresholds, and how much the two figures can be trusted. */
export function* throttleReport(tests: readonly SpeedTest[], unread: number): Generator<string> {
  const networks = networksOf(tests)
  const clean = cleanNetworks(networks)
  const home = tests.filter(({ country }) => country === 'RU')
  const abroad = tests.filter(({ country }) => country !== 'RU' && country !== '')
  yield `throttle-2021: ${new Set(tests.map(({ day }) => day)).size} days, ${tests.length} tests, ${unread} unreadable`
  yield* slowedShares('in Russia', home)
  yield* slowedShares('elsewhere', abroad)
  yield `speeds of slowed tests in Russia, kbit/s (1, 5, 50, 95, 99%): ${speeds(home)}`
  yield 'series of five tests in a row from one place:'
  yield* seriesJudged('Russia', home)
  yield* seriesJudged('elsewhere', abroad)
  for (const label of Object.keys(LABELS) as Label[])
    yield* fromReports(`label "${label}"`, throttledNetworks(networks, label), clean)
  yield* worst(clean)
  yield* heldOutDays(tests)
}

function* slowedShares(where: string, tests: readonly SpeedTest[]): Generator<string> {
  const hits = tests.filter(isSlowed).length
  yield `single test ${where}: ${hits} of ${tests.length} slowed, ${percent(hits / tests.length)} (${within(wilson(hits, tests.length))})`
}

function speeds(tests: readonly SpeedTest[]): string {
  const sorted = tests
    .filter(isSlowed)
    .map(({ targetKbps }) => targetKbps)
    .sort((a, b) => a - b)
  const at = (part: number) => sorted[Math.floor(sorted.length * part)]?.toFixed(0) ?? '-'
  return [0.01, 0.05, 0.5, 0.95, 0.99].map(at).join(', ')
}

function* fromReports(
  title: string,
  throttled: readonly Network[],
  clean: readonly Network[],
): Generator<string> {
  yield `${title}: ${throttled.length} throttled networks, ${clean.length} clean ones, with ${MIN_TESTS} tests or more`
  yield '  reports  any tests: counted | majority      one per place: counted (networks)     detected / false'
  for (const n of [2, 3, 5, 8, 10]) {
    const shares = (draw: Draw, test: Test) =>
      [throttled, clean].map((group) => sharesCalled(group, { draw, n, test, rounds: ROUNDS, seed: SEED }))
    const show = (draw: Draw, test: Test) =>
      shares(draw, test)
        .map((found) => percent(mean(found.shares)))
        .join(' / ')
    const places = shares(onePerPlace, counted).map((found) => found.networks)
    yield `  ${n}: ${show(anyTests, counted)} | ${show(anyTests, majority)}   ${show(onePerPlace, counted)} (${places.join(', ')})`
  }
}

/** Which clean networks make the false alarms. */
function* worst(clean: readonly Network[]): Generator<string> {
  const { called } = sharesCalled(clean, { draw: anyTests, n: 5, test: counted, rounds: ROUNDS, seed: SEED })
  for (const { name, operator, tests } of clean) {
    const times = called.get(name)
    if (!times) continue
    const hit = tests.filter(isSlowed)
    const places = new Set(hit.map(({ place }) => place)).size
    yield `  falsely called: ${name} ${operator} in ${percent(times / ROUNDS)} of draws; ${hit.length} of ${tests.length} tests slowed, from ${places} places`
  }
}
