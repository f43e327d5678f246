import type {
  FingerprintObservation,
  Observation,
  SystemDnsObservation,
} from '../../core/model/observation.ts'
import { type Answered, type FingerprintIndex, type Found, matchFingerprints } from '../fingerprints/match.ts'

const observed = (url: string, found: Found): FingerprintObservation => ({
  v: 2,
  kind: 'fingerprint',
  at: Date.now(),
  ms: 0,
  requests: 0,
  bytes: 0,
  url,
  ...found,
})

/** Looks through the answers it is shown for block pages of the user's imported lists; null: there are none. */
export function recogniser(index: FingerprintIndex | null) {
  let seen: FingerprintObservation[] = []
  return {
    /** A page that is asked once more replaces what was seen before. */
    inspect:
      index &&
      ((answer: Answered & { url: string }): void => {
        seen = matchFingerprints(index, answer).map((found) => observed(answer.url, found))
      }),
    found: (): readonly FingerprintObservation[] => seen,
  }
}

/** An operator's block-page server is known by its address, before anything is asked of it. */
export function withKnownAddresses(index: FingerprintIndex | null, dns: SystemDnsObservation): Observation[] {
  if (!index) return [dns]
  const found = matchFingerprints(index, { body: '', headers: {}, ips: dns.addresses })
  // No page was asked, so its name stands for the URL.
  return [dns, ...found.map((one) => observed(`https://${dns.name}/`, one))]
}
