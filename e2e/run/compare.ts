import type { Scenario } from '../lab/scenario.ts'
import { compareEvents, type SeenEvent } from './events.ts'
import { type Comparison, compareConnectivity, compareNetworkId, compareTarget } from './expect.ts'
import { type BrowserExpectation, expectationFor } from './overlay.ts'
import type { BrowserName, SweptTarget } from './ports.ts'
import { type Result, sameUrl } from './result.ts'

/** What one step of a scenario brought. */
export interface SweepRecord {
  network: string
  targets: readonly SweptTarget[]
}

interface Run {
  scenario: string
  browser: BrowserName
  expect: BrowserExpectation
  sweeps: readonly SweepRecord[]
}

/**
 * One result a watched target, and one more for each thing beside them that is not as expected: the link's state,
 * and the recorded events.
 */
export function compareScenario(
  scenario: Scenario,
  browser: BrowserName,
  sweeps: readonly SweepRecord[],
  events: readonly SeenEvent[] | null,
): Result[] {
  const urls = [...new Set(scenario.watch)]
  const expect = expectationFor(scenario.expect, browser)
  const own = (url: string) => urls.some((watched) => sameUrl(watched, url))
  const run: Run = {
    scenario: scenario.name,
    browser,
    expect,
    sweeps: sweeps.map((sweep) => ({ ...sweep, targets: sweep.targets.filter(({ url }) => own(url)) })),
  }
  return [
    ...urls.map((url) => targetResult(run, url)),
    ...aside(run, 'connectivity', compareConnectivity(expect.connectivity, linkState(run.sweeps))),
    ...Object.entries(expect.networks).flatMap(([id, { connectivity, networkId }]) => [
      ...aside(run, `connectivity ${id}`, compareConnectivity(connectivity, linkState(on(run.sweeps, id)))),
      ...aside(run, `network ${id}`, compareNetworkId(networkId, networkIds(on(run.sweeps, id)))),
    ]),
    ...aside(run, 'events', compareEvents(expect.events, events?.filter(({ url }) => own(url)) ?? null)),
  ]
}

function targetResult(run: Run, url: string): Result {
  const all = lastLooks(run.sweeps, url)
  const whole = compareTarget(run.expect.targets[url] ?? {}, verdicts(all))
  const networks = Object.entries(run.expect.networks).flatMap(([id, { targets }]) => {
    const wanted = targets[url]
    return wanted ? [{ id, ...compareTarget(wanted, verdicts(lastLooks(on(run.sweeps, id), url))) }] : []
  })
  const problems = [
    ...whole.problems,
    ...networks.flatMap(({ id, problems }) => problems.map((problem) => `on ${id}: ${problem}`)),
  ]
  const last = all.at(-1)
  const withNetworks = <T extends object | null>(value: T, field: 'expected' | 'got') =>
    networks.length
      ? { ...value, networks: Object.fromEntries(networks.map((network) => [network.id, network[field]])) }
      : value
  return {
    line: {
      scenario: run.scenario,
      browser: run.browser,
      url,
      ok: problems.length === 0,
      expected: withNetworks(whole.expected, 'expected'),
      got: withNetworks(whole.got, 'got'),
      rules: last?.verdict.rules ?? [],
      ms: last?.ms ?? 0,
      requests: last?.requests ?? 0,
      bytes: last?.bytes ?? 0,
    },
    problems,
    observations: all.map(({ observations }) => observations),
  }
}

/** Nothing when all is well: a line a target is the rule, and this is the exception. */
function aside(
  run: Run,
  what: string,
  { ok, expected, got, problems }: Comparison<unknown, unknown>,
): Result[] {
  if (ok) return []
  const { scenario, browser } = run
  const line = { scenario, browser, url: `(${what})`, ok, rules: [], ms: 0, requests: 0, bytes: 0 }
  return [
    { line: { ...line, expected: { [what]: expected }, got: { [what]: got } }, problems, observations: [] },
  ]
}

const on = (sweeps: readonly SweepRecord[], network: string) =>
  sweeps.filter((sweep) => sweep.network === network)
const verdicts = (looks: readonly SweptTarget[]) => looks.map(({ verdict }) => verdict)
const lastLooks = (sweeps: readonly SweepRecord[], url: string): SweptTarget[] =>
  sweeps.flatMap(({ targets }) => targets.filter((target) => sameUrl(target.url, url)).slice(-1))
const networkIds = (sweeps: readonly SweepRecord[]) =>
  sweeps.flatMap(({ targets }) => targets.map(({ networkId }) => networkId))
const linkState = (sweeps: readonly SweepRecord[]) => sweeps.at(-1)?.targets.at(-1)?.connectivity ?? null
