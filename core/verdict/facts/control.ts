import type { ControlAnswer, ControlObservation } from '../../model/observation.ts'
import { isBogon, normaliseAddress } from '../../net/address.ts'
import { hostOf, sameUrl } from '../../net/url.ts'

/** An older view still vouches that a site was up; that a site is down now it cannot say. */
export const CONTROL_FRESH_MS = 30 * 60 * 1000

/** Where the outside view fails, lowest layer first; null when it does not. */
export type OutsideEnd = 'dns' | 'connect' | 'tls' | 'http'

/** How the site looks to somebody outside. Absent when nobody was asked, or nobody gave a usable answer. */
export interface ControlView {
  /** The latest look is recent enough to say that the site is down. */
  recent: boolean
  /** A final answer that is no server error came: the site is up. */
  up: boolean
  /** How the outside look failed; a server error counts as 'http'. */
  end: OutsideEnd | null
  /** Final HTTP status; null when none came. */
  status: number | null
  title: string | null
  bodyLength: number | null
  headers: Readonly<Record<string, string>>
  /** What the helper's resolver made of the name; 'unknown' for faults of its own. */
  dns: 'exists' | 'no-such-name' | 'no-address' | 'bogon' | 'unknown'
  /** Addresses it resolved, normalised. */
  addresses: readonly string[]
  /** Whether a TCP connection to this address worked, on any port or the one given; null when not tried. */
  tcp: (address: string, port?: number) => boolean | null
  /** Whether TLS with the name worked there; null when not tried. */
  tls: (address: string) => boolean | null
  /** The first failure of the TLS handshakes when none worked; null when one did or none was tried. */
  tlsFailure: string | null
  tlsWorks: boolean
}

/** Endpoint texts are `ip:port`, IPv6 in brackets (ooni/spec df-005). */
function splitEndpoint(endpoint: string): { address: string; port: number } | null {
  const at = endpoint.lastIndexOf(':')
  const port = Number(endpoint.slice(at + 1))
  return at > 0 && Number.isInteger(port) ? { address: normaliseAddress(endpoint.slice(0, at)), port } : null
}

/**
 * The latest usable look from outside at the URL, and at the host in question where that is a redirect hop. One that
 * failed, or brought nothing at all, is no evidence: a dead helper must never create an anomaly
 * (https://github.com/ooni/explorer/issues/764).
 */
export function controlView(
  observations: readonly ControlObservation[],
  url: string,
  host: string,
): ControlView | null {
  const usable = observations.filter((o) => o.failure === null && o.answer !== null && isTelling(o.answer))
  const page = latest(usable.filter((o) => sameUrl(o.url, url))) ?? latest(usable)
  if (!page?.answer) return null
  const { answer } = page
  // Name and handshakes are those of the URL asked: of a redirect hop only a look of its own tells them.
  const own = latest(usable.filter((o) => hostOf(o.url) === host))
  const named = own?.answer ?? null
  const tls = named ? endpoints(named.tls) : []
  const validFor = new Set(named ? named.validFor.map(normaliseAddress) : [])
  // Whether an address accepts has nothing to do with names.
  const tcp = (own && own !== page ? [own, page] : [page]).flatMap((o) => endpoints(o.answer?.tcp ?? []))
  const ofPage = own === page
  const outcome = (list: Endpoint[], address: string, port?: number): boolean | null => {
    const there = list.filter(
      (e) => e.address === normaliseAddress(address) && (port === undefined || e.port === port),
    )
    return there.length === 0 ? null : there.some((e) => e.ok)
  }
  const { status } = answer.http
  const tlsWorks = tls.some((e) => e.ok) || validFor.size > 0
  const dns = named ? dnsOutside(named) : 'unknown'
  return {
    recent: page.at - page.takenAt <= CONTROL_FRESH_MS,
    up: status !== null && status < 500,
    end: ofPage ? endOutside(answer, dns, tcp, tls, tlsWorks) : endOutside(answer, 'unknown', [], [], false),
    status,
    title: answer.http.title,
    bodyLength: answer.http.bodyLength,
    headers: answer.http.headers,
    dns,
    addresses: named ? named.dns.addresses.map(normaliseAddress) : [],
    tcp: (address, port) => outcome(tcp, address, port),
    tls: (address) => (validFor.has(normaliseAddress(address)) ? true : outcome(tls, address)),
    tlsFailure: tlsWorks ? null : (tls.find((e) => !e.ok)?.failure ?? null),
    tlsWorks,
  }
}

const latest = (looks: readonly ControlObservation[]): ControlObservation | null =>
  looks.reduce<ControlObservation | null>(
    (best, o) => (best === null || o.takenAt >= best.takenAt ? o : best),
    null,
  )

interface Endpoint {
  address: string
  port: number
  ok: boolean
  failure: string | null
}

function endpoints(list: ControlAnswer['tcp']): Endpoint[] {
  return list.flatMap((e) => {
    const at = splitEndpoint(e.endpoint)
    return at ? [{ ...at, ok: e.ok, failure: e.failure }] : []
  })
}

/** It says at least how one layer went. */
function isTelling({ dns, tcp, tls, http }: ControlAnswer): boolean {
  const words = [dns.failure, http.failure].filter((word) => word !== null && word !== 'unknown_error')
  return (
    (http.status !== null && http.status >= 100 && http.status < 600) ||
    dns.addresses.length > 0 ||
    tcp.length + tls.length > 0 ||
    words.length > 0
  )
}

/** OONI's helper says dns_name_error for NXDOMAIN and nothing at all for a name without addresses. */
function dnsOutside({ dns, http }: ControlAnswer): ControlView['dns'] {
  if (dns.addresses.length > 0) return dns.addresses.every(isBogon) ? 'bogon' : 'exists'
  if (dns.failure === 'dns_name_error' || dns.failure === 'dns_nxdomain_error') return 'no-such-name'
  if (dns.failure === 'dns_no_answer') return 'no-address'
  if (dns.failure === null && http.failure !== null) return 'no-address'
  return 'unknown'
}

/** The words of ooni/spec df-007 and of the helper's older ones, by the layer they belong to. */
const LAYER_WORDS: readonly [RegExp, OutsideEnd][] = [
  [/^dns_/, 'dns'],
  [/^ssl_/, 'tls'],
  [/^(connection_refused|connect_error|host_unreachable|network_unreachable)/, 'connect'],
  [/^(generic_timeout_error|connection_reset|connection_aborted|eof_error|http_)/, 'http'],
]

function endOutside(
  { http }: ControlAnswer,
  dns: ControlView['dns'],
  tcp: readonly Endpoint[],
  tls: readonly Endpoint[],
  tlsWorks: boolean,
): OutsideEnd | null {
  if (http.status !== null) return http.status >= 500 ? 'http' : null
  if (dns === 'no-such-name' || dns === 'no-address' || dns === 'bogon') return 'dns'
  if (http.failure === null) return null
  if (tcp.length > 0 && !tcp.some((e) => e.ok)) return 'connect'
  if (tls.length > 0 && !tlsWorks) return 'tls'
  return LAYER_WORDS.find(([word]) => word.test(http.failure ?? ''))?.[1] ?? null
}
