import type { Confidence, Connectivity } from '../../core/model/status.ts'
import { CONFIDENCES } from '../../core/model/status.ts'
import type { Verdict } from '../../core/model/verdict.ts'
import type { TargetExpectation } from '../lab/scenario.ts'

/** What a verdict says, without how it got there: the `got` of a result line. */
export type Got = Omit<Verdict, 'rules' | 'engine'>

export interface Comparison<E, G> {
  ok: boolean
  expected: E
  got: G
  problems: string[]
}

type Judged = 'status' | 'mechanism' | 'confidence' | 'reason' | 'scope' | 'hop'
const JUDGED: readonly Judged[] = ['status', 'mechanism', 'confidence', 'reason', 'scope', 'hop']

/** Compares one target's verdicts, one a sweep in order, with its expectation. The last one counts. */
export function compareTarget(
  expected: TargetExpectation,
  verdicts: readonly Verdict[],
): Comparison<TargetExpectation, Got | null> {
  const last = verdicts.at(-1)
  if (!last) return { ok: false, expected, got: null, problems: ['no verdict at all'] }
  const problems = [
    ...JUDGED.flatMap((field) => compareField(expected, last, field)),
    ...compareWarning(expected, last),
    ...compareCeiling(expected, last),
    ...compareNever(expected, verdicts),
  ]
  const { rules: _rules, engine: _engine, ...got } = last
  return { ok: problems.length === 0, expected, got, problems }
}

/** The link's state after the last sweep; undefined is not judged. */
export function compareConnectivity(
  expected: Connectivity | Connectivity[] | undefined,
  got: Connectivity | null,
): Comparison<typeof expected, Connectivity | null> {
  const ok = expected === undefined || (got !== null && listed(expected).includes(got))
  const problems = ok ? [] : [`connectivity is ${got}, expected ${words(expected)}`]
  return { ok, expected, got, problems }
}

/** Every look on a network of the scenario must have been filed under it. */
export function compareNetworkId(
  expected: string | string[] | undefined,
  got: readonly string[],
): Comparison<typeof expected, readonly string[]> {
  const strange = [...new Set(got)].filter((id) => expected !== undefined && !listed(expected).includes(id))
  const problems = strange.map((id) => `the network is called ${id}, expected ${words(expected)}`)
  return { ok: problems.length === 0, expected, got, problems }
}

function compareField(expected: TargetExpectation, got: Verdict, field: Judged): string[] {
  const wanted = expected[field]
  if (wanted === undefined || listed<string | null>(wanted).includes(got[field])) return []
  if (field !== 'status' && weakerAccepted(expected, got, field)) return []
  return [`${field} is ${got[field]}, expected ${words(wanted)}`]
}

/**
 * `status: ["blocked", "inconclusive"], mechanism: "ip"` means: if blocked, then by IP. A field which the status
 * that came cannot carry is not judged, provided the status itself was asked for and met.
 */
function weakerAccepted(
  expected: TargetExpectation,
  got: Verdict,
  field: Exclude<Judged, 'status'>,
): boolean {
  if (expected.status === undefined || !listed(expected.status).includes(got.status)) return false
  if (got[field] !== null) return false
  if (field === 'mechanism') return got.status !== 'blocked'
  if (field === 'confidence') return got.status !== 'blocked' && got.status !== 'throttled'
  if (field === 'reason') return got.status !== 'untested'
  if (field === 'scope') return got.status !== 'refused'
  return got.status !== 'blocked' && got.status !== 'throttled'
}

function compareWarning(expected: TargetExpectation, got: Verdict): string[] {
  if (expected.warning === undefined) return []
  if (listed(expected.warning).some((warning) => got.warnings.includes(warning))) return []
  return [`no warning ${words(expected.warning)}, only [${got.warnings.join(', ')}]`]
}

function compareCeiling(expected: TargetExpectation, got: Verdict): string[] {
  if (expected.maxConfidence === undefined || got.confidence === null) return []
  if (rank(got.confidence) <= rank(expected.maxConfidence)) return []
  return [`confidence is ${got.confidence}, at most ${expected.maxConfidence} may be claimed`]
}

function compareNever(expected: TargetExpectation, verdicts: readonly Verdict[]): string[] {
  if (expected.not === undefined) return []
  const never = listed(expected.not)
  return verdicts.flatMap((verdict, index) =>
    never.includes(verdict.status) ? [`sweep ${index + 1} said ${verdict.status}, which must never be`] : [],
  )
}

const rank = (confidence: Confidence): number => CONFIDENCES.indexOf(confidence)
const listed = <T>(value: T | readonly T[]): readonly T[] => (Array.isArray(value) ? value : [value as T])
const words = (value: unknown): string =>
  listed(value)
    .map((item) => String(item))
    .join(' or ')
