import type { Verdict } from '../core/model/verdict.ts'
import type { CensorRule, Scenario, TargetExpectation } from '../e2e/lab/scenario.ts'

/** The verdict fields of an OONI Web Connectivity measurement (ooni/spec, ts-017). */
export interface OoniKeys {
  blocking: string | boolean | null
  accessible: boolean | null
}

/**
 * OONI's words in ours. A blocking string is a block; `dns` and `tcp_ip` name a layer, while `http-failure` and
 * `http-diff` cover everything above it, TLS too. false/true is reachable, false/false is a failure the control had
 * as well, hence down. All else is a measurement that could not tell. No measurement (`null`) is untested: a probe
 * that finds no backend measures nothing.
 */
export function verdictOf(keys: OoniKeys | null): Verdict {
  const said = (
    status: Verdict['status'],
    rule: string,
    mechanism: Verdict['mechanism'] = null,
  ): Verdict => ({
    status,
    mechanism,
    confidence: null,
    reason: null,
    scope: null,
    warnings: [],
    rules: [rule],
    hop: null,
    engine: 0,
  })
  if (keys === null) return said('untested', 'no measurement')
  const { blocking, accessible } = keys
  if (blocking === 'dns') return said('blocked', blocking, 'dns')
  if (blocking === 'tcp_ip') return said('blocked', blocking, 'ip')
  if (typeof blocking === 'string') return said('blocked', blocking, 'unknown')
  if (blocking === false && accessible === true) return said('reachable', 'false/true')
  if (blocking === false && accessible === false) return said('down', 'false/false')
  return said('inconclusive', `${blocking}/${accessible}`)
}

export type Said = Pick<Verdict, 'status' | 'mechanism'>

/**
 * Right in what it can say: it has no word for throttled, refused and untested, nor for a server's error that
 * everybody gets, so there every answer counts that does not contradict them.
 * - throttled: a time-out is its way to see it (its own QA case expects `http-failure`), the page came is true as well.
 * - refused: anything but a block or no measurement at all.
 * - untested: anything but a block.
 * - inconclusive: silence is as honest as null/null.
 * - an HTTP error for everybody (`down` for us): to it any answer of the server over TLS is accessible.
 * Expectations of either browser will do where they differ: it is neither.
 */
export function ooniIsRight(
  expected: readonly TargetExpectation[],
  said: Said,
  scenario: Pick<Scenario, 'censor' | 'sites'>,
): boolean {
  return expected.some((one) => fits(one, said, scenario))
}

function fits(
  expected: TargetExpectation,
  said: Said,
  { censor, sites }: Pick<Scenario, 'censor' | 'sites'>,
): boolean {
  const statuses = listed(expected.status)
  if (statuses.length === 0) return !listed(expected.not).includes(said.status)
  const serverError = sites.some(({ down }) => down === 'http-500')
  return statuses.some((status) => {
    if (status === 'blocked') return said.status === 'blocked' && mechanismFits(expected, said, censor)
    if (status === said.status) return true
    if (status === 'throttled') {
      return (
        said.status === 'reachable' ||
        said.status === 'inconclusive' ||
        (said.status === 'blocked' && said.mechanism === 'unknown')
      )
    }
    if (status === 'refused') return said.status !== 'blocked' && said.status !== 'untested'
    if (status === 'untested') return said.status !== 'blocked'
    if (status === 'inconclusive') return said.status === 'untested'
    return status === 'down' && serverError && said.status === 'reachable'
  })
}

/**
 * One word for several layers cannot be wrong about them; and one that is expected, or is what a rule of this censor
 * does, is right even where another layer is cut as well (its enumeration cannot say two).
 */
function mechanismFits({ mechanism }: TargetExpectation, said: Said, censor: readonly CensorRule[]): boolean {
  const wanted = listed(mechanism)
  if (wanted.length === 0 || said.mechanism === 'unknown') return true
  return wanted.includes(said.mechanism) || censor.some(({ on }) => on === said.mechanism)
}

/** What only a browser, its settings or a sweep has: left out for both sides of the comparison. null: it can run. */
export function whyNotForProbe({ local, steps }: Pick<Scenario, 'local' | 'steps'>): string | null {
  if (local.adblock.length > 0) return 'an ad blocker in the browser'
  if (local.vpn) return 'a proxy of the browser’s own'
  if (local.inspectAll || local.trustCensorCa) return 'a root that the browser was made to trust'
  if (local.control === 'none') return 'second opinions switched off in the extension'
  if (steps.some(({ asleepSec }) => asleepSec > 0)) return 'a device asleep in the middle of a sweep'
  return null
}

const listed = <T>(value: T | readonly T[] | undefined): readonly T[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value as T]
