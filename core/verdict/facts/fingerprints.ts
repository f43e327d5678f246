import type { FingerprintObservation } from '../../model/observation.ts'

/** Known block pages recognised in what came. Lists are the user's own to import: none is shipped. */
export interface Fingerprints {
  /** URLs of answers that carry a known block page. */
  pages: ReadonlySet<string>
  /** The name was led to an address known for serving one. */
  dns: boolean
}

/** OONI confirms a match when the country is expected, or the scope is national or an operator's (fastpath core.py). */
const confirms = (f: FingerprintObservation, country: string): boolean =>
  f.scope !== 'fp' &&
  (f.scope === 'nat' || f.scope === 'isp' || (country !== '' && f.countries.includes(country)))

export function fingerprints(found: readonly FingerprintObservation[], country: string): Fingerprints {
  const cleared = notBlockPages(found)
  const telling = found.filter((f) => confirms(f, country) && !cleared.has(f.url))
  return {
    pages: new Set(telling.filter((f) => f.found !== 'dns').map((f) => f.url)),
    dns: telling.some((f) => f.found === 'dns'),
  }
}

/** Answers that the list says must not be taken for a block page (scope `fp`). */
export function notBlockPages(found: readonly FingerprintObservation[]): ReadonlySet<string> {
  return new Set(found.filter((f) => f.scope === 'fp').map((f) => f.url))
}
