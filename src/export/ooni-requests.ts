import type { Hop, Observation, PageObservation, ResponseSeen } from '../../core/model/observation.ts'
import { ooniFailure } from './ooni-failure.ts'
import { since } from './ooni-queries.ts'

/** Requests for the very URL; the others, made to tell layers apart, are no part of OONI's test. */
const OWN = new Set(['target', 'repeat'])

/**
 * `requests` (spec df-001), newest first. A browser does not show what it sent, so request headers are empty; bodies are
 * not kept, so they are null, with their size and hash beside.
 */
export function ooniRequests(observations: readonly Observation[], start: number) {
  return observations.flatMap((seen, at) => (isOwn(seen) ? chainOf(seen, start, at + 1) : [])).reverse()
}

export function isOwn(seen: Observation): seen is PageObservation {
  return seen.kind === 'page' && OWN.has(seen.role)
}

function chainOf(seen: PageObservation, start: number, id: number) {
  const { response, failure } = seen
  const hops = seen.hops.filter((hop) => !hop.internal)
  const isLast = (hop: Hop, at: number) =>
    response !== null && at === hops.length - 1 && hop.url === response.url
  const common = (depth: number) => ({
    network: 'tcp',
    t0: since(start, seen.at),
    t: since(start, seen.at + seen.ms),
    tags: [`depth=${depth}`, ...(seen.role === 'target' ? [] : [seen.role])],
    transaction_id: id,
  })
  const redirects = hops
    .filter((hop, at) => !isLast(hop, at))
    .map((hop, depth) => ({
      ...common(depth),
      address: endpoint(hop.url, hop.ip),
      alpn: null,
      failure: null,
      request: requestOf(hop.url),
      response: {
        ...EMPTY_BODY,
        code: hop.status,
        ...headersOf(hop.location === null ? {} : { location: hop.location }),
      },
    }))
  const depth = redirects.length
  const final = {
    ...common(depth),
    address: response ? endpoint(response.url, response.ip) : null,
    alpn: response?.protocol || null,
    failure: ooniFailure(failure),
    request: requestOf(response?.url ?? failure?.url ?? seen.url),
    response: response ? responseOf(response) : null,
  }
  return response || failure ? [...redirects, final] : redirects
}

const requestOf = (url: string) => ({
  url,
  method: 'GET',
  headers: {},
  headers_list: [],
  body: '',
  body_is_truncated: false,
  tor: { exit_ip: null, exit_name: null, is_tor: false },
  x_transport: 'tcp',
})

const EMPTY_BODY = { body: null, body_is_truncated: true }

const responseOf = (response: ResponseSeen) => ({
  ...EMPTY_BODY,
  code: response.status,
  ...headersOf(response.headers),
  x_header_names: response.headerNames,
  x_title: response.title,
  x_body_bytes: response.bytes,
  x_body_sha256: response.sha256,
})

const headersOf = (headers: Readonly<Record<string, string>>) => ({
  headers,
  headers_list: Object.entries(headers),
})

/** `address:port`; null where the browser did not show the address. */
function endpoint(url: string, ip: string | null): string | null {
  if (ip === null || !URL.canParse(url)) return null
  const { port, protocol } = new URL(url)
  const host = ip.includes(':') ? `[${ip}]` : ip
  return `${host}:${port || (protocol === 'http:' ? '80' : '443')}`
}
