import type { Stage } from '../../model/failure.ts'
import type { AddressObservation, CalibrationObservation } from '../../model/observation.ts'
import { normaliseAddress } from '../../net/address.ts'
import { type FailureKind, failureKind } from './failure-kind.ts'

/** What one address of a name did when the name was not said, all tries taken together. */
export interface Probe {
  /** Normalised. */
  address: string
  scheme: 'http' | 'https'
  /** null for the scheme's own. */
  port: number | null
  /** It answered in some way, over some try. */
  answered: boolean
  status: number | null
  title: string | null
  /** null when it answered with a page. */
  kind: FailureKind | null
  raw: string | null
  /** How far it got, where the browser shows it. */
  stage: Stage | null
  /** How long the answer took; null without one. */
  answerMs: number | null
  /**
   * It was silent before the name was said in this look: no filter on names had been set off then. What fails
   * afterwards may be residual blocking (Bock et al. 2021: 90 to 180 s) and proves nothing.
   */
  deadBefore: boolean
  /** It answered before the name was said and went silent after: the name shut it. */
  shutAfter: boolean
  /** It answered after the name was said: whatever the name sets off, it does not outlast the connection. */
  answeredAfter: boolean
}

/** Nothing can be learned from a probe that ended on this device. */
const OWN_ENDS = new Set<FailureKind>(['local', 'proxy'])
const SILENCES = new Set<FailureKind>(['timeout', 'cut', 'refused', 'unreachable'])

interface Try {
  o: AddressObservation
  kind: FailureKind | null
}

/** What the bare addresses of a name answered, over the scheme in question. `nameSaidAt`: when the first look by name began. */
export function probesOf(
  observations: readonly AddressObservation[],
  name: string,
  scheme: 'http' | 'https',
  calibration: CalibrationObservation['entries'],
  browser: 'chromium' | 'firefox',
  nameSaidAt: number,
): Probe[] {
  const byAddress = new Map<string, Try[]>()
  for (const o of observations) {
    if (o.name.toLowerCase() !== name || o.scheme !== scheme) continue
    const kind = o.failure ? failureKind(o.failure, calibration, browser, o.status !== null) : null
    const key = `${normaliseAddress(o.address)} ${o.port ?? ''}`
    byAddress.set(key, [...(byAddress.get(key) ?? []), { o, kind }])
  }
  return [...byAddress.values()].map((tries) => merged(scheme, tries, nameSaidAt))
}

function merged(scheme: 'http' | 'https', tries: Try[], nameSaidAt: number): Probe {
  const literal = ({ o }: Try) => o.via === 'literal'
  const answering = tries.filter(({ o }) => o.answered)
  const telling = tries.filter(({ kind }) => kind === null || !OWN_ENDS.has(kind))
  const { o, kind } = (answering.find(literal) ??
    answering[0] ??
    telling.find(literal) ??
    telling[0] ??
    tries[0]) as Try
  const before = tries.filter((t) => t.o.at < nameSaidAt)
  const after = tries.filter((t) => t.o.at >= nameSaidAt)
  const silent = (t: Try) => !t.o.answered && t.kind !== null && SILENCES.has(t.kind)
  return {
    address: normaliseAddress(o.address),
    scheme,
    port: o.port ?? null,
    answered: answering.length > 0,
    status: o.status,
    title: o.title,
    kind,
    raw: o.failure?.raw ?? null,
    stage: o.failure?.stage ?? null,
    answerMs: o.answered ? o.ms : null,
    deadBefore: answering.length === 0 && before.some(silent),
    shutAfter: before.some((t) => t.o.answered) && after.some(silent) && !after.some((t) => t.o.answered),
    answeredAfter: after.some((t) => t.o.answered),
  }
}

/**
 * The certificate shown without the name is one the browser trusts: it complained of the name alone, which
 * browsers do only after the chain was found good.
 */
export function trusted(probe: Probe): boolean {
  return probe.answered && (probe.kind === null || probe.kind === 'wrong-name' || probe.kind === 'expired')
}
