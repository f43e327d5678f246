import type { ControlAnswer } from '../../core/model/observation.ts'
import { isAddress, normaliseAddress } from '../../core/net/address.ts'
import { hostOf } from '../../core/net/url.ts'
import { type ControlResponse, IP_INFO } from '../../core/protocol/control.ts'
import { LIMITS } from './limits.ts'

/** Of a helper's answer: whatever it says, no more than this is kept. */
const MOST = { addresses: 32, endpoints: 32, word: 80, title: 300 } as const

const word = (text: string | null): string | null => (text === null ? null : text.slice(0, MOST.word))

/** `1.2.3.4:443`, `[::1]:443` -> the address; null when it is none. */
function addressOf(endpoint: string): string | null {
  const host = /^(.*):\d+$/.exec(endpoint)?.[1] ?? ''
  return isAddress(host) ? normaliseAddress(host) : null
}

type Endpoints = Record<string, { status: boolean; failure: string | null }>

const endpoints = (all: Endpoints): ControlAnswer['tcp'] =>
  Object.entries(all)
    .filter(([endpoint]) => addressOf(endpoint) !== null)
    .slice(0, MOST.endpoints)
    .map(([endpoint, { status, failure }]) => ({ endpoint, ok: status, failure: word(failure) }))

const addresses = (all: readonly string[]): string[] =>
  [...new Set(all.filter(isAddress).map(normaliseAddress))].slice(0, MOST.addresses)

/** What of a helper's answer about `url` the rules need, in our words and within bounds. */
export function readControlAnswer(response: ControlResponse, url: string): ControlAnswer {
  const { http_request: http, dns, tls_handshake: tls } = response
  const info = Object.entries(response.ip_info ?? {}).filter(([address]) => isAddress(address))
  const host = hostOf(url)
  const handshaken = Object.entries(tls)
    .filter(([, { status, server_name }]) => status && server_name === host)
    .flatMap(([endpoint]) => addressOf(endpoint) ?? [])
  const flagged = info.filter(([, { flags }]) => flags & IP_INFO.validForDomain).map(([address]) => address)
  return {
    dns: { failure: word(dns.failure), addresses: addresses(dns.addrs ?? []) },
    tcp: endpoints(response.tcp_connect),
    tls: endpoints(tls),
    http: {
      status: http.status_code > 0 ? http.status_code : null,
      failure: word(http.failure),
      title: http.title.trim().slice(0, MOST.title) || null,
      // -1 where the request failed.
      bodyLength: http.body_length >= 0 ? http.body_length : null,
      headers: Object.fromEntries(
        Object.entries(http.headers)
          .slice(0, LIMITS.headerNames)
          .map(([name, value]) => [name.toLowerCase(), value.slice(0, LIMITS.headerValueChars)]),
      ),
    },
    // OONI's helper writes 0 for what it does not know.
    asns: Object.fromEntries(
      info
        .filter(([, { asn }]) => asn > 0)
        .slice(0, MOST.addresses)
        .map(([address, { asn }]) => [normaliseAddress(address), asn]),
    ),
    validFor: addresses([...flagged, ...handshaken]),
  }
}
