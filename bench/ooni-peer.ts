import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Verdict } from '../core/model/verdict.ts'
import { parseScenario, type Scenario, type TargetExpectation } from '../e2e/lab/scenario.ts'
import { expectationFor } from '../e2e/run/overlay.ts'
import { BROWSERS } from '../e2e/run/ports.ts'
import { type Result, sameUrl } from '../e2e/run/result.ts'
import { runScenarios } from '../e2e/run/run.ts'
import { confusionTable, type Judged, spoken } from './confusion.ts'
import { mustBlock, mustNotBlock } from './must.ts'
import { PROBE_LIMIT_MS } from './ooni-probe.ts'
import { ooniPorts } from './ooni-session.ts'
import { ooniIsRight, type Said, whyNotForProbe } from './ooni-words.ts'

export const PEER = 'ooni-probe web_connectivity'

export interface Peer {
  judged: Judged[]
  /** Scenarios that only a browser can be in, or whose world could not be made. */
  leftOut: Set<string>
  falseBlocked: number
  missed: number
}

/** The scenarios as the probe at that path judges them in the same lab; null, said why, where it does not work. */
export async function judgeWithOoni(
  probe: string | undefined,
  scenarios: readonly Scenario[],
  say: (text: string) => void,
): Promise<Peer | null> {
  if (!probe) {
    say('No OONI probe beside it: FENCELINE_OONI_PROBE names none (see bench/README.md).')
    return null
  }
  const trouble = await trial(probe, say)
  if (trouble !== null) {
    say(`No OONI probe beside it: ${probe} ${trouble}`)
    return null
  }
  const leftOut = new Map<string, string>()
  for (const scenario of scenarios) {
    const why = whyNotForProbe(scenario)
    if (why !== null) leftOut.set(scenario.name, why)
  }
  const results = await run(
    probe,
    scenarios.filter(({ name }) => !leftOut.has(name)),
    say,
  )
  const judged: Judged[] = []
  const peer: Peer = { judged, leftOut: new Set(), falseBlocked: 0, missed: 0 }
  for (const result of results) {
    const scenario = scenarios.find(({ name }) => name === result.line.scenario)
    if (!scenario || result.line.url.startsWith('(')) continue
    const got = gotOf(result)
    if (got === null) {
      leftOut.set(scenario.name, result.problems[0] ?? 'nothing came of it')
      continue
    }
    const looks = judgeLooks(scenario, result.line.url, got)
    judged.push({
      scenario: scenario.name,
      url: result.line.url,
      expected: looks.map(({ wanted }) => wordsOf(wanted)).join(', '),
      said: looks.map(({ said }, n) => saidWords(said, n === 0 ? result.line.rules[0] : '')).join(', '),
      ok: looks.every(({ right }) => right),
    })
    const claims = looks.map(({ wanted, said }) => ({ wanted, blocked: said.status === 'blocked' }))
    if (claims.some(({ wanted, blocked }) => blocked && wanted.every(mustNotBlock))) peer.falseBlocked++
    if (claims.some(({ wanted, blocked }) => !blocked && wanted.every(mustBlock))) peer.missed++
  }
  for (const [name, why] of leftOut) {
    peer.leftOut.add(name)
    say(`left out for the probe: ${name}: ${why}`)
  }
  say(`\n${PEER}\n${confusionTable(judged).join('\n')}`)
  for (const { scenario, url, expected, said } of judged.filter(({ ok }) => !ok)) {
    say(`PEER WRONG ${scenario} ${url}: expected ${expected}, said ${said}`)
  }
  const right = judged.filter(({ ok }) => ok).length
  say(
    `${PEER}: ${right} of ${judged.length} right, ${peer.falseBlocked} called blocked falsely, ${peer.missed} blocks missed, one look each`,
  )
  return peer
}

interface LookJudged {
  wanted: readonly TargetExpectation[]
  said: Said
  right: boolean
}

/** The last look, and the one on each network that the scenario names. */
function judgeLooks(scenario: Scenario, url: string, got: Got): LookJudged[] {
  const either = BROWSERS.map((browser) => expectationFor(scenario.expect, browser))
  const judge = (wanted: readonly TargetExpectation[], said: Said): LookJudged => ({
    wanted,
    said,
    right: ooniIsRight(wanted, said, scenario),
  })
  const at = (targets: Record<string, TargetExpectation>): TargetExpectation =>
    Object.entries(targets).find(([known]) => sameUrl(known, url))?.[1] ?? {}
  const networks = Object.entries(got.networks ?? {}).map(([id, said]) =>
    judge(
      either.map((expect) => at(expect.networks[id]?.targets ?? {})),
      said,
    ),
  )
  return [
    judge(
      either.map(({ targets }) => at(targets)),
      got,
    ),
    ...networks,
  ]
}

type Got = Said & { networks?: Record<string, Said> }

/** null: there is nothing to judge, the world or the machine failed. */
function gotOf({ line }: Result): Got | null {
  return line.got !== null && 'status' in line.got ? (line.got as Got) : null
}

function wordsOf(wanted: readonly TargetExpectation[]): string {
  const all = wanted.map(({ status, mechanism }) => spoken(listed(status), listed(mechanism)))
  return [...new Set(all)].join(' or ')
}

/** With its own word where it is known. */
function saidWords({ status, mechanism }: Said, own: string | undefined): string {
  const word = own || mechanism
  return word ? `${status} (${word})` : status
}

function run(
  probe: string,
  scenarios: readonly Scenario[],
  say: (text: string) => void,
  onRun: Parameters<typeof ooniPorts>[1] = () => {},
): Promise<Result[]> {
  const artifactsDir = join(tmpdir(), 'fenceline-bench-ooni')
  // Several wait for their turn; each may take its whole limit.
  const waits = { sweep: 2 * PROBE_LIMIT_MS, sweepPerTarget: PROBE_LIMIT_MS / 4 }
  let world = 0
  return runScenarios(
    scenarios,
    {
      // It is neither; what the runner makes of its words with a browser's expectation is not read.
      browser: 'chromium',
      artifactsDir,
      onNote: say,
      onBatch: (batch, _, count) => say(`probe: world ${++world} of ${count}, ${batch.length} scenarios`),
      waits,
    },
    ooniPorts(probe, onRun),
  )
}

const TRIAL = parseScenario(
  {
    name: 'trial-of-the-probe',
    sites: [{ host: 'trial.example', ips: ['93.184.218.250'] }],
    watch: ['https://trial.example/'],
    expect: { targets: { 'https://trial.example/': { status: 'reachable' } } },
  },
  'trial-of-the-probe',
)

/** One site that everybody reaches: what keeps this probe from saying so, or null. */
async function trial(probe: string, say: (text: string) => void): Promise<string | null> {
  let lastWords = ''
  let numbers: number[] = []
  const [result] = await run(probe, [TRIAL], say, (_, { measurement, lastWords: words }) => {
    lastWords = words
    const answers = (measurement?.test_keys.queries ?? []).flatMap(({ answers }) => answers ?? [])
    numbers = answers.flatMap(({ asn }) => asn ?? [])
  })
  const got = result && gotOf(result)
  if (!result || !got) return `could not be tried: ${result?.problems[0] ?? 'no result'}`
  if (got.status === 'untested') return `measures nothing in the lab. Its last words:\n${lastWords}`
  if (got.status !== 'reachable') {
    return `says ${result.line.rules[0]} of a site that everybody reaches: does it trust OONI_EXTRA_CA?`
  }
  if (!numbers.some((asn) => asn >= 4_200_000_000)) {
    say('This probe does not read OONI_EXTRA_ASN: its verdicts on DNS rest on its own idea of whose address is whose.')
  }
  return null
}

const listed = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).flatMap((item) => (typeof item === 'string' ? [item] : []))
