import type { Scenario, TargetExpectation } from '../e2e/lab/scenario.ts'
import { expectationFor } from '../e2e/run/overlay.ts'
import { BROWSERS } from '../e2e/run/ports.ts'
import { type Result, sameUrl } from '../e2e/run/result.ts'
import { type Judged, list, spoken } from './confusion.ts'
import { mustBlock, mustNotBlock } from './must.ts'
import { ooniIsRight, type Said } from './ooni-words.ts'

export interface Peer {
  judged: Judged[]
  /** Why a scenario is not judged: only a browser can be in it, or its world could not be made. */
  leftOut: Map<string, string>
  falseBlocked: number
  missed: number
}

/** What the probe said against what was expected: targets only, it speaks neither of the link nor of events. */
export function scoreOoni(
  scenarios: readonly Scenario[],
  results: readonly Result[],
  leftOut: ReadonlyMap<string, string>,
): Peer {
  const peer: Peer = { judged: [], leftOut: new Map(leftOut), falseBlocked: 0, missed: 0 }
  const targets = results.filter(({ line }) => !line.url.startsWith('('))
  for (const { line, problems } of targets) {
    if (gotOf(line) === null) peer.leftOut.set(line.scenario, problems[0] ?? 'nothing came of it')
  }
  for (const { line } of targets) {
    const scenario = scenarios.find(({ name }) => name === line.scenario)
    const got = gotOf(line)
    if (!scenario || !got || peer.leftOut.has(line.scenario)) continue
    const looks = judgeLooks(scenario, line.url, got)
    peer.judged.push({
      scenario: line.scenario,
      url: line.url,
      expected: looks.map(({ wanted }) => wordsOf(wanted)).join(', '),
      said: looks.map(({ said }, n) => saidWords(said, n === 0 ? line.rules[0] : undefined)).join(', '),
      ok: looks.every(({ right }) => right),
    })
    if (looks.some(falseAlarm)) peer.falseBlocked++
    if (looks.some(miss)) peer.missed++
  }
  return peer
}

interface LookJudged {
  wanted: readonly TargetExpectation[]
  said: Said
  right: boolean
}

const falseAlarm = ({ wanted, said, right }: LookJudged): boolean =>
  said.status === 'blocked' && !right && wanted.every(mustNotBlock)
const miss = ({ wanted, said }: LookJudged): boolean => said.status !== 'blocked' && wanted.every(mustBlock)

/** The last look, and the one on each network that the scenario names. */
function judgeLooks(scenario: Scenario, url: string, got: Got): LookJudged[] {
  const either = BROWSERS.map((browser) => expectationFor(scenario.expect, browser))
  const at = (targets: Record<string, TargetExpectation> | undefined): TargetExpectation =>
    Object.entries(targets ?? {}).find(([known]) => sameUrl(known, url))?.[1] ?? {}
  const judge = (wanted: TargetExpectation[], said: Said): LookJudged => ({
    wanted,
    said,
    right: ooniIsRight(wanted, said, scenario),
  })
  const last = judge(
    either.map(({ targets }) => at(targets)),
    got,
  )
  const networks = Object.entries(got.networks ?? {}).map(([id, said]) => {
    const wanted = either.map((expect) => at(expect.networks[id]?.targets))
    return judge(wanted, said)
  })
  return [last, ...networks]
}

type Got = Said & { networks?: Record<string, Said> }

/** null: there is nothing to judge, the world or the machine failed. */
export function gotOf({ got }: Pick<Result['line'], 'got'>): Got | null {
  return got !== null && 'status' in got ? (got as Got) : null
}

function wordsOf(wanted: readonly TargetExpectation[]): string {
  const all = wanted.map(({ status, mechanism }) => spoken(list(status), list(mechanism)))
  return [...new Set(all)].join(' or ')
}

/** With the probe's own word where it is known. */
function saidWords({ status, mechanism }: Said, own: string | undefined): string {
  const word = own ?? mechanism
  return word ? `${status} (${word})` : status
}
