import type { DohObservation, Observation, SystemDnsObservation } from '../../core/model/observation.ts'
import { ooniFailure, ooniRcode } from './ooni-failure.ts'

/** Seconds since the look began. */
export const since = (start: number, at: number): number => Math.max(0, at - start) / 1_000

/**
 * DNS answers as `queries` (spec df-002): what our own DoH questions were answered, and in Firefox what the system's
 * resolver said. The browser's own look-ups stay unseen. AS numbers as a control helper named them; no raw answers.
 */
export function ooniQueries(observations: readonly Observation[], start: number, name: string) {
  const asns = asnsOf(observations)
  const answers = (addresses: readonly string[]) =>
    addresses.map((address) => ({
      ...(address.includes(':')
        ? { answer_type: 'AAAA', ipv6: address }
        : { answer_type: 'A', ipv4: address }),
      asn: asns.get(address) ?? null,
      as_org_name: null,
      ttl: null,
    }))
  return observations.flatMap((seen, at) => {
    if ((seen.kind !== 'doh' && seen.kind !== 'system-dns') || seen.name !== name) return []
    const common = {
      hostname: seen.name,
      answers: answers(seen.addresses),
      raw_response: null,
      t0: since(start, seen.at),
      t: since(start, seen.at + seen.ms),
      transaction_id: at + 1,
    }
    return [seen.kind === 'doh' ? { ...common, ...dohPart(seen) } : { ...common, ...systemPart(seen) }]
  })
}

const dohPart = (seen: DohObservation) => ({
  engine: 'doh',
  resolver_address: seen.resolver,
  query_type: seen.type as string,
  failure: seen.rcode
    ? ooniRcode(seen.rcode, seen.addresses.length === 0)
    : (ooniFailure(seen.failure) ?? 'unknown_failure: no answer'),
  tags: ['second_opinion'],
})

const systemPart = (seen: SystemDnsObservation) => ({
  engine: 'getaddrinfo',
  resolver_address: '',
  query_type: 'ANY',
  failure: systemFailure(seen),
  tags: ['classic'],
})

/** One word of Firefox stands for every kind of "no such name". */
export function systemFailure({ error, timedOut, addresses }: SystemDnsObservation): string | null {
  if (timedOut) return 'generic_timeout_error'
  if (error !== null) return `unknown_failure: ${error}`
  return addresses.length === 0 ? 'dns_no_answer' : null
}

/** 0 says that the helper does not know. */
function asnsOf(observations: readonly Observation[]): Map<string, number> {
  return new Map(
    observations.flatMap((seen) =>
      seen.kind === 'control' && seen.answer
        ? Object.entries(seen.answer.asns).filter(([, asn]) => asn > 0)
        : [],
    ),
  )
}
