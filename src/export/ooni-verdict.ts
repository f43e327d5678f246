import type { Observation } from '../../core/model/observation.ts'
import type { Mechanism } from '../../core/model/status.ts'
import type { Verdict } from '../../core/model/verdict.ts'
import { ooniFailure } from './ooni-failure.ts'
import { systemFailure } from './ooni-queries.ts'
import { isOwn } from './ooni-requests.ts'
import { plainAddress } from './plain-address.ts'

export interface OoniVerdict {
  blocking: string | false | null
  accessible: boolean | null
}

/** A page that came in place of the true one is a difference; `http` without a page is a failure. */
const BLOCKING: Readonly<Record<Exclude<Mechanism, 'http'>, string | null>> = {
  dns: 'dns',
  ip: 'tcp_ip',
  'tls-sni': 'http-failure',
  'tls-interception': 'http-failure',
  freeze: 'http-failure',
  // OONI has no word for "somewhere".
  unknown: null,
}

/**
 * Our verdict in OONI's two fields. `throttled` and `refused` arrive, so they count as accessible: OONI has no word for
 * slow, nor for a site that says no. What we could not tell stays null.
 */
export function ooniVerdict(verdict: Verdict, hasPage: boolean): OoniVerdict {
  switch (verdict.status) {
    case 'reachable':
    case 'throttled':
    case 'refused':
      return { blocking: false, accessible: true }
    case 'down':
      return { blocking: false, accessible: false }
    case 'blocked': {
      const mechanism = verdict.mechanism ?? 'unknown'
      if (mechanism === 'http') return { blocking: hasPage ? 'http-diff' : 'http-failure', accessible: false }
      return { blocking: BLOCKING[mechanism], accessible: false }
    }
    default:
      return { blocking: null, accessible: null }
  }
}

/**
 * `inconsistent` when we say that DNS is where it bites; `consistent` when an address this browser used is one that
 * somebody outside its network gave for the name; otherwise nobody here can tell.
 */
export function dnsConsistency(verdict: Verdict, observations: readonly Observation[]): string | null {
  if (verdict.status === 'blocked' && verdict.mechanism === 'dns') return 'inconsistent'
  const outside = new Set(
    observations.flatMap((seen) => {
      if (seen.kind === 'doh') return seen.addresses.map(plainAddress)
      if (seen.kind === 'control' && seen.answer) return seen.answer.dns.addresses.map(plainAddress)
      return []
    }),
  )
  const used = observations.flatMap((seen) => {
    if (seen.kind === 'system-dns') return seen.addresses
    return isOwn(seen) ? [seen.hops[0]?.ip ?? seen.response?.ip ?? []].flat() : []
  })
  outside.delete(null)
  return used.some((address) => outside.has(plainAddress(address))) ? 'consistent' : null
}

/** What OONI calls the failure of the look-up and of the page. */
export function experimentFailures(observations: readonly Observation[]) {
  const system = observations.find((seen) => seen.kind === 'system-dns')
  const page = observations.find(isOwn)?.failure ?? null
  const dns = page?.code.startsWith('dns.') ? ooniFailure(page) : null
  return {
    dns_experiment_failure: (system && systemFailure(system)) ?? dns,
    http_experiment_failure: ooniFailure(page),
  }
}
