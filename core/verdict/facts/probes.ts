import type { Stage } from '../../model/failure.ts'
import type { AddressObservation, CalibrationObservation } from '../../model/observation.ts'
import { normaliseAddress } from '../../net/address.ts'
import { type FailureKind, failureKind } from './failure-kind.ts'

export interface Probe {
  /** Normalised. */
  address: string
  scheme: 'http' | 'https'
  answered: boolean
  status: number | null
  title: string | null
  /** null when it answered with a page. */
  kind: FailureKind | null
  raw: string | null
  /** How far it got, where the browser shows it. */
  stage: Stage | null
}

/** What the bare addresses of a name answered, over the scheme in question. */
export function probesOf(
  observations: readonly AddressObservation[],
  name: string,
  scheme: 'http' | 'https',
  calibration: CalibrationObservation['entries'],
  browser: 'chromium' | 'firefox',
): Probe[] {
  return observations
    .filter((o) => o.name.toLowerCase() === name && o.scheme === scheme)
    .map((o) => ({
      address: normaliseAddress(o.address),
      scheme: o.scheme,
      answered: o.answered,
      status: o.status,
      title: o.title,
      kind: o.failure ? failureKind(o.failure, calibration, browser, o.status !== null) : null,
      raw: o.failure?.raw ?? null,
      stage: o.failure?.stage ?? null,
    }))
}

/**
 * The certificate shown without the name is one the browser trusts: it complained of the name alone, which
 * browsers do only after the chain was found good.
 */
export function trusted(probe: Probe): boolean {
  return probe.answered && (probe.kind === null || probe.kind === 'wrong-name' || probe.kind === 'expired')
}
