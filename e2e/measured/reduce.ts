import type { FailureCode } from '../../core/model/failure.ts'
import type {
  AddressObservation,
  ControlObservation,
  DohObservation,
  Hop,
  Observation,
  PageObservation,
  ReferenceObservation,
  ResponseSeen,
} from '../../core/model/observation.ts'
import { isAddress } from '../../core/net/address.ts'
import { hostOf } from '../../core/net/url.ts'
import type { ControlResponse } from '../../core/protocol/control.ts'
import { readControlAnswer } from '../../src/measure/control-answer.ts'
import { readPageText } from '../../src/measure/page-text.ts'
import { type Browser, codeOf, type Seen, seenBy } from './as-browser.ts'
import { controlOf, type OoniMeasurement } from './ooni-measurement.ts'

const NO_TIMING = { dns: null, connect: null, tls: null, wait: null, body: null }
const SYSTEM = ['system', 'getaddrinfo', 'golang_net_resolver', 'unknown']
const REDIRECTS = [301, 302, 303, 307, 308]

/**
 * What a browser on the same network would have seen of what OONI's probe measured. What the probe did and a browser
 * cannot (other resolvers over UDP, handshakes with addresses of its choice by name) is left out, and these are
 * assumed, because the probe looked once and had no reference hosts:
 * - the failure would have been met again at once;
 * - reaching the test helper means that the link to the world worked.
 */
export function reduce(measurement: OoniMeasurement, browser: Browser): Observation[] {
  const at = Date.parse(`${measurement.measurement_start_time.replace(' ', 'T')}Z`)
  const common = { v: 2, at, ms: 1_000, requests: 1, bytes: 0 } as const
  const control = controlOf(measurement)
  const page = pageOf(measurement, browser, { ...common, kind: 'page', role: 'target' })
  const subject = page.failure?.url ?? page.response?.url ?? measurement.input
  const host = hostOf(subject)
  return [
    page,
    ...(page.failure ? [{ ...page, role: 'repeat' } as const] : []),
    ...doh(measurement, host, control).map((o): DohObservation => ({ ...common, kind: 'doh', ...o })),
    ...(browser === 'firefox' ? systemDns(measurement, host).map((o) => ({ ...common, ...o })) : []),
    ...probes(measurement, host, subject, browser, control).map(
      (o): AddressObservation => ({ ...common, kind: 'address', ...o }),
    ),
    ...references(control !== null).map(
      (o): ReferenceObservation => ({ ...common, kind: 'reference', ...o }),
    ),
    ...(browser === 'firefox' ? [calibration(common)] : []),
    controlSeen(measurement, control, common),
  ]
}

type Common = Pick<PageObservation, 'v' | 'at' | 'ms' | 'requests' | 'bytes'>

function addresses(measurement: OoniMeasurement, host: string, engines: readonly string[]): string[] {
  if (isAddress(host)) return [host]
  const answers = measurement.test_keys.queries
    .filter((q) => q.hostname.toLowerCase() === host && engines.includes(q.engine))
    .flatMap((q) => q.answers.flatMap((a) => a.ipv4 ?? a.ipv6 ?? []))
  return [...new Set(answers)]
}

function pageOf(
  measurement: OoniMeasurement,
  browser: Browser,
  base: Common & Pick<PageObservation, 'kind' | 'role'>,
): PageObservation {
  const { test_keys: keys } = measurement
  const url = new URL(measurement.input).href
  const hops: Hop[] = []
  const page = (end: Pick<PageObservation, 'response' | 'failure'>): PageObservation => ({
    ...base,
    url,
    hops,
    ...end,
    timing: NO_TIMING,
    timeoutMs: 10_000,
    firstByteMs: null,
    quietMs: null,
  })
  const failed = (where: string, { code, stage, raw }: Seen) =>
    page({ response: null, failure: { code, stage, raw, url: where } })

  let next = url
  for (const { request, response, failure, address } of [...keys.requests].reverse()) {
    const where = new URL(request.url).href
    const ip =
      address.replace(/:\d+$/, '').replace(/^\[|\]$/g, '') || addresses(measurement, hostOf(where), SYSTEM)[0]
    const own = addresses(measurement, hostOf(where), SYSTEM)
    // Fetched from an address that only other resolvers gave: no browser would have gone there.
    if (ip && own.length > 0 && !own.includes(ip)) continue
    if (own.length === 0 && ip) continue
    next = where
    if (failure !== null && codeOf(failure) === 'unknown')
      return failed(where, connectionEnd(measurement, browser, where))
    if (failure !== null) {
      const step = failure.startsWith('dns_')
        ? 'dns'
        : response?.code
          ? 'request'
          : stepOf(measurement, where, failure)
      const begun = (response?.code ?? 0) > 0 && !REDIRECTS.includes(response?.code ?? 0)
      const seen = seenBy(browser, failure, step)
      return failed(
        where,
        begun && seen.code === 'timed_out' ? { ...seen, code: 'http.response.stalled' } : seen,
      )
    }
    if (!response?.code) continue
    const location = REDIRECTS.includes(response.code) ? header(response.headers, 'location') : null
    hops.push({
      url: where,
      status: response.code,
      ip: ip ?? null,
      location: location ? new URL(location, where).href : null,
      internal: false,
    })
    if (location) {
      next = new URL(location, where).href
      continue
    }
    return page({ response: answerOf(where, response, ip ?? null), failure: null })
  }
  return failed(next, connectionEnd(measurement, browser, next))
}

/** How a request that left no record of its own ended: at its name, its addresses or its handshakes. */
function connectionEnd(measurement: OoniMeasurement, browser: Browser, url: string): Seen {
  const { test_keys: keys } = measurement
  const host = hostOf(url)
  const query = keys.queries.find((q) => q.hostname.toLowerCase() === host && SYSTEM.includes(q.engine))
  const own = addresses(measurement, host, SYSTEM)
  if (own.length === 0)
    return seenBy(browser, query?.failure ?? keys.dns_experiment_failure ?? 'dns_nxdomain_error', 'dns')
  const port = new URL(url).port || (url.startsWith('https:') ? '443' : '80')
  const tls = keys.tls_handshakes.find((h) => h.failure !== null && own.some((a) => h.address.includes(a)))
  const connects = keys.tcp_connect.filter((t) => own.includes(t.ip) && String(t.port) === port)
  const connected = connects.some((t) => !t.status.failure)
  if (tls?.failure && connected) return seenBy(browser, tls.failure, 'tls')
  const refused = connects.find((t) => t.status.failure)
  if (refused && !connected) return seenBy(browser, String(refused.status.failure), 'connect')
  // The probe would not connect to this very device; a browser does and is refused.
  if (connects.length === 0) return seenBy(browser, 'connection_refused', 'connect')
  return seenBy(browser, keys.http_experiment_failure ?? 'generic_timeout_error', 'request')
}

function stepOf(measurement: OoniMeasurement, url: string, failure: string): 'connect' | 'tls' | 'request' {
  const own = addresses(measurement, hostOf(url), SYSTEM)
  const { tcp_connect, tls_handshakes } = measurement.test_keys
  if (failure.startsWith('ssl_')) return 'tls'
  const port = new URL(url).port || (url.startsWith('https:') ? '443' : '80')
  const connects = tcp_connect.filter((t) => own.includes(t.ip) && String(t.port) === port)
  if (connects.length > 0 && connects.every((t) => t.status.failure)) return 'connect'
  const hellos = tls_handshakes.filter((h) => own.some((a) => h.address.includes(a)))
  return url.startsWith('https:') && hellos.some((h) => h.failure !== null) ? 'tls' : 'request'
}

function header(headers: Record<string, unknown>, name: string): string | null {
  const found = Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1]
  return typeof found === 'string' ? found : null
}

type Answered = NonNullable<OoniMeasurement['test_keys']['requests'][number]['response']>

function answerOf(url: string, response: Answered, ip: string | null): ResponseSeen {
  const bytes = new TextEncoder().encode(response.body)
  const names = Object.keys(response.headers).map((name) => name.toLowerCase())
  const kept = ['server', 'content-type', 'cf-mitigated', 'location']
  const headers = kept.flatMap((name): [string, string][] => {
    const value = header(response.headers, name)
    return value === null ? [] : [[name, value.slice(0, 256)]]
  })
  return {
    url,
    status: response.code,
    ip,
    headers: Object.fromEntries(headers),
    headerNames: names.sort(),
    ...readPageText(bytes, header(response.headers, 'content-type') ?? 'text/html', url),
    bytes: response.x_body_length ?? bytes.byteLength,
    truncated: response.body_is_truncated,
    sha256: null,
    protocol: '',
    reused: false,
    coalesced: false,
    fromCache: false,
    security: null,
  }
}

type Doh = Pick<DohObservation, 'resolver' | 'name' | 'type' | 'rcode' | 'addresses' | 'failure'>

/** The probe's own DoH look-ups, and the helper's, whose resolver is Google's DoH. */
function doh(measurement: OoniMeasurement, host: string, control: ControlResponse | null): Doh[] {
  const seen: Doh[] = []
  const add = (resolver: string, failure: string | null, found: readonly string[], type: 'A' | 'AAAA') => {
    const rcode = failure === null || failure === 'dns_no_answer' ? 'NOERROR' : RCODES[failure]
    if (rcode === undefined) return
    seen.push({ resolver, name: host, type, rcode, addresses: [...found], failure: null })
  }
  for (const q of measurement.test_keys.queries) {
    if (q.engine !== 'doh' || q.hostname.toLowerCase() !== host) continue
    const type = q.query_type === 'AAAA' ? 'AAAA' : 'A'
    add(
      'probe',
      q.failure,
      q.answers.flatMap((a) => (type === 'A' ? a.ipv4 : a.ipv6) ?? []),
      type,
    )
  }
  if (control && host === hostOf(measurement.input)) {
    const found = (control.dns.addrs ?? []).filter((a) => /^[\d.]+$/.test(a))
    add('helper', control.dns.failure, found, 'A')
  }
  return seen
}

const RCODES: Readonly<Record<string, string>> = {
  dns_nxdomain_error: 'NXDOMAIN',
  dns_name_error: 'NXDOMAIN',
  dns_servfail_error: 'SERVFAIL',
  dns_server_failure: 'SERVFAIL',
  dns_refused_error: 'REFUSED',
}

function systemDns(measurement: OoniMeasurement, host: string) {
  const query = measurement.test_keys.queries.find(
    (q) => q.hostname.toLowerCase() === host && SYSTEM.includes(q.engine),
  )
  if (!query) return []
  const found = addresses(measurement, host, SYSTEM)
  const error = found.length > 0 ? null : 'NS_ERROR_UNKNOWN_HOST'
  const rest = { addresses: found, error, timedOut: false, browserUsesDoh: false }
  return [{ kind: 'system-dns', name: host, ...rest } as const]
}

type Probed = Omit<AddressObservation, keyof Common | 'kind'>

/**
 * The true addresses, as far as the probe tried them. With no name said: a failed connect fails the same; a handshake
 * that worked by name would have ended in a wrong-name error; what a failed one would have done is unknown.
 */
function probes(
  measurement: OoniMeasurement,
  host: string,
  subject: string,
  browser: Browser,
  control: ControlResponse | null,
): Probed[] {
  const truth = new Set(doh(measurement, host, control).flatMap((d) => d.addresses))
  const { tcp_connect, tls_handshakes } = measurement.test_keys
  const port = subject.startsWith('https:') ? 443 : 80
  return [...truth].slice(0, 3).flatMap((address): Probed[] => {
    const probe = {
      name: host,
      address,
      scheme: port === 443 ? 'https' : 'http',
      via: 'literal',
      title: null,
    } as const
    const url = `${probe.scheme}://${address}/`
    const tcp = tcp_connect.find((t) => t.ip === address && t.port === port)
    if (!tcp) return []
    if (tcp.status.failure) {
      const seen = seenBy(browser, String(tcp.status.failure), 'connect')
      return [{ ...probe, answered: false, status: null, failure: { ...seen, url } }]
    }
    // Whoever accepts a connection on port 80 answers plain HTTP with something.
    if (port === 80) return [{ ...probe, answered: true, status: 404, failure: null }]
    const tls = tls_handshakes.find((h) => h.address.startsWith(`${address}:`))
    const certificate = tls && (tls.failure === null || tls.failure.startsWith('ssl_'))
    if (!certificate) return []
    const seen = seenBy(browser, tls.failure ?? 'ssl_invalid_hostname', 'tls')
    return [{ ...probe, answered: true, status: null, failure: { ...seen, url } }]
  })
}

function references(up: boolean): Omit<ReferenceObservation, keyof Common | 'kind'>[] {
  if (!up) return []
  const nothing = { altered: false, failure: null, builtInRoot: null, root: null, ip: null, proxied: null }
  return ['https://reference-1.example/', 'https://reference-2.example/'].map((url) => ({
    group: 'foreign',
    url,
    ok: true,
    status: 200,
    clockSkewMs: 0,
    timing: NO_TIMING,
    ...nothing,
  }))
}

/** Firefox learns its words for certificate failures from hosts that serve such certificates. */
function calibration(common: Common): Observation {
  const taught = ['ssl_unknown_authority', 'ssl_invalid_hostname', 'ssl_invalid_certificate']
  const entries = taught.map((raw): { code: FailureCode; raw: string } => ({ code: codeOf(raw), raw }))
  return { ...common, kind: 'calibration', entries }
}

function controlSeen(
  measurement: OoniMeasurement,
  control: ControlResponse | null,
  common: Common,
): ControlObservation {
  const url = new URL(measurement.input).href
  return {
    ...common,
    kind: 'control',
    helper: 'test helper',
    source: 'helper',
    url,
    takenAt: common.at,
    answer: control ? readControlAnswer(control, url) : null,
    failure: control ? null : { code: 'timed_out', raw: 'no answer', url, stage: null },
  }
}
