import { type ControlResponse, endpointOf, IP_INFO } from '../../../core/protocol/control.ts'
import type { Dialler } from './dial.ts'
import { DnsFailure, type Resolve } from './dns-failure.ts'
import { type Endpoint, lookAtEndpoint } from './endpoint.ts'
import { dnsFailureName } from './failure.ts'
import type { Limits } from './limits.ts'
import { lookUp } from './look-up.ts'
import { fetchPage, type Page } from './page.ts'
import { isPublicAddress, parseAddress } from './public-address.ts'
import type { Question } from './question.ts'
import { HelperTrouble, Refusal } from './refusal.ts'
import { SharedCache } from './shared-cache.ts'

/** Answers questions. Throws HelperTrouble when it cannot see the outside itself. */
export type Measure = (question: Question) => Promise<ControlResponse>

export interface MeasureTools {
  dialler: Dialler
  resolve: Resolve
  asnOf: (ip: string) => number
  now: () => number
  ports: readonly number[]
  ipv6: boolean
  limits: Limits
}

/** A name that every resolver knows by heart. */
const WELL_KNOWN = 'dns.google'

type Dns = { addrs: string[]; failure: DnsFailure | null }

/**
 * DNS first, then every endpoint and the page side by side: with the limits of OONI's helper, 19 s at most. What two
 * questions have in common (a name, an endpoint, a page) is looked at once for both.
 */
export function createMeasure(tools: MeasureTools): Measure {
  const { limits, dialler, ports, ipv6 } = tools
  const ttlMs = (failed: boolean) => (failed ? limits.failureTtlMs : limits.answerTtlMs)
  const cache = <T>(failed: (value: T) => boolean, entries = limits.cacheEntries) =>
    new SharedCache<T>({ entries, now: tools.now, ttlMs: (value) => ttlMs(failed(value)) })
  const names = cache<Dns>(({ failure }) => failure !== null)
  const pages = cache<Page>(({ failure }) => failure !== null)
  const endpoints = cache<Endpoint>(
    ({ tcp, tls }) => !tcp.status || tls?.status === false,
    limits.cacheEntries * 8,
  )

  /** Whether our resolver answers at all, whatever it says: before its silence is laid at a site's door. */
  const heard = () =>
    lookUp(tools.resolve, WELL_KNOWN, limits.dnsMs / 2).then(
      () => true,
      (error) => error instanceof DnsFailure && error.kind !== 'timeout',
    )
  const dnsOf = (host: string): Promise<Dns> =>
    names.get(host, async () => {
      try {
        return { addrs: await lookUp(tools.resolve, host, limits.dnsMs), failure: null }
      } catch (failure) {
        if (!(failure instanceof DnsFailure)) throw failure
        if (failure.kind === 'timeout' && !(await heard())) throw new HelperTrouble('the resolver is silent')
        return { addrs: [], failure }
      }
    })
  const addressesOf = async (host: string) => {
    const { addrs, failure } = await dnsOf(host)
    if (failure) throw failure
    return addrs
  }

  return async ({ at, headers, addresses: asked, explicitPort }) => {
    const dns: Dns = at.literal ? { addrs: [], failure: null } : await dnsOf(at.host)
    const info = ipInfo(asked, dns.addrs, tools.asnOf)
    const wanted = [...asked.slice(0, limits.addresses), ...dns.addrs.slice(0, limits.addresses)]
    const places = [...new Set(wanted)]
      .filter((address) => dialler.allows(address) && (ipv6 || !address.includes(':')))
      .flatMap((address) =>
        portsOf(at.scheme, at.port, explicitPort, ports).map((port) => ({ address, port })),
      )
      .sort((a, b) => (endpointOf(a.address, a.port) < endpointOf(b.address, b.port) ? -1 : 1))

    const looks = places.map(async ({ address, port }) => {
      // OONI's helper tries TLS on 443 only; a port that an https URL names is no less TLS.
      const serverName = port === 443 || at.scheme === 'https' ? at.host : null
      const key = `${parseAddress(address)} ${port} ${serverName}`
      const endpoint = await endpoints
        .get(key, () => lookAtEndpoint(dialler, address, port, serverName, limits.endpointMs))
        .catch((error: unknown) => {
          // Nothing was learnt of it: left out.
          if (error instanceof Refusal) return null
          throw error
        })
      return { address, port, endpoint }
    })
    const pageKey = JSON.stringify([at.url.href.replace(/#.*$/s, ''), headers])
    const page = pages.get(pageKey, () =>
      fetchPage(at, headers, { dialler, addressesOf, ports, limits, ipv6 }),
    )
    // All are waited for, so that none goes on unseen after an answer that is trouble.
    const [seen, pageSeen] = [await Promise.allSettled(looks), (await Promise.allSettled([page]))[0]]

    const answer: ControlResponse = {
      tcp_connect: {},
      tls_handshake: {},
      quic_handshake: {},
      http_request: unsettled(pageSeen),
      http3_request: null,
      dns: { failure: dns.failure && dnsFailureName(dns.failure), addrs: dns.addrs },
      ip_info: info,
    }
    for (const { address, port, endpoint } of seen.map(unsettled)) {
      if (endpoint === null) continue
      const name = endpointOf(address, port)
      answer.tcp_connect[name] = endpoint.tcp
      if (endpoint.tls === null) continue
      answer.tls_handshake[name] = endpoint.tls
      const known = info[address]
      if (known && endpoint.tls.status) known.flags |= IP_INFO.validForDomain
    }
    return answer
  }
}

/** As OONI's helper: the URL's own port, or 443, and for plain http both, so that TLS can vouch for the address. */
function portsOf(scheme: string, port: number, explicit: boolean, allowed: readonly number[]): number[] {
  const ports = explicit ? [port] : scheme === 'https' ? [443] : [80, 443]
  return ports.filter((one) => allowed.includes(one))
}

function ipInfo(asked: readonly string[], resolved: readonly string[], asnOf: (ip: string) => number) {
  const info: Record<string, { asn: number; flags: number }> = {}
  const note = (address: string, flag: number) => {
    const bogon = isPublicAddress(address) ? 0 : IP_INFO.bogon
    const known = info[address]
    if (known) known.flags |= flag
    else info[address] = { asn: asnOf(address), flags: flag | bogon }
  }
  for (const address of asked) note(address, IP_INFO.fromProbe)
  for (const address of resolved) note(address, IP_INFO.fromHelper)
  return info
}

function unsettled<T>(settled: PromiseSettledResult<T>): T {
  if (settled.status === 'fulfilled') return settled.value
  throw settled.reason instanceof Error ? settled.reason : new HelperTrouble(String(settled.reason))
}
