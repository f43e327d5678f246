import type { FingerprintObservation } from '../../core/model/observation.ts'
import { normaliseAddress } from '../../core/net/address.ts'
import type { Fingerprint } from './fingerprint.ts'
import { Needles } from './needles.ts'

/** What an answer offers to compare with. */
export interface Answered {
  /** As decoded; '' when there was none. */
  body: string
  /** Lower-cased names. */
  headers: Readonly<Record<string, string>>
  /** Addresses the name led to: the one that answered, and what the operator's resolver said. */
  ips: readonly string[]
}

export type Found = Pick<FingerprintObservation, 'name' | 'found' | 'scope' | 'countries'>

/** A page that matches everything was made to. */
const MOST = 8

/** The imported lists, made ready once for a whole sweep. */
export interface FingerprintIndex {
  /** Those looked for anywhere in a body, in the needles' order. */
  inBody: readonly Fingerprint[]
  needles: Needles
  /** By address. */
  dns: ReadonlyMap<string, readonly Fingerprint[]>
  rest: readonly Fingerprint[]
}

export function indexFingerprints(rows: readonly Fingerprint[]): FingerprintIndex {
  const anywhere = ({ location, how }: Fingerprint) => location === 'body' && how === 'contains'
  const inBody = rows.filter(anywhere)
  const dns = new Map<string, Fingerprint[]>()
  for (const row of rows.filter(({ location }) => location === 'dns')) {
    const address = normaliseAddress(row.pattern)
    dns.set(address, [...(dns.get(address) ?? []), row])
  }
  return {
    inBody,
    needles: new Needles(inBody.map(({ pattern }) => pattern)),
    dns,
    rest: rows.filter((row) => !anywhere(row) && row.location !== 'dns'),
  }
}

/**
 * The fingerprints that this answer bears, by the README's words: `full` is equality, `prefix` the beginning,
 * `contains` anywhere. False-alarm markers (scope `fp`) come first: they outweigh the rest.
 */
export function matchFingerprints(index: FingerprintIndex, answered: Answered): Found[] {
  const { inBody, needles, dns, rest } = index
  const addresses = new Set(answered.ips.map(normaliseAddress))
  return [
    ...needles.find(answered.body).flatMap((i) => inBody[i] ?? []),
    ...rest.filter((row) => isIn(row, answered)),
    ...[...addresses].flatMap((address) => dns.get(address) ?? []),
  ]
    .sort((a, b) => Number(b.scope === 'fp') - Number(a.scope === 'fp'))
    .slice(0, MOST)
    .map(({ name, scope, countries, location }) => ({
      name,
      scope,
      countries,
      found: location === 'body' || location === 'dns' ? location : 'header',
    }))
}

function isIn({ location, how, pattern }: Fingerprint, { body, headers }: Answered): boolean {
  const text = location === 'body' ? body : headers[location.slice('header.'.length)]
  if (text === undefined) return false
  if (how === 'full') return text === pattern
  return how === 'prefix' ? text.startsWith(pattern) : text.includes(pattern)
}
