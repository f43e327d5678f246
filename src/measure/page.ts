import type { Failure, Hop, PageObservation, PageRole, ResponseSeen } from '../../core/model/observation.ts'
import { BROWSER } from '../platform/which.ts'
import { type BodyRead, readBody, sha256Hex } from './body.ts'
import type { Connections } from './connections.ts'
import { failureOf, type OwnEnd } from './failure.ts'
import { follow } from './follow.ts'
import { LIMITS } from './limits.ts'
import { decodeText, readPageText } from './page-text.ts'
import type { RequestLog, RequestTrace } from './request-log.ts'
import { awaitTimingEntry, failureStage, NO_TIMING, phases, wasReused } from './timings.ts'

/** Headers that tell a server's refusal, a challenge, a middlebox or a CDN; the rest is not kept. */
const KEPT_HEADERS = [
  'server',
  'via',
  'x-cache',
  'cf-mitigated',
  'cf-ray',
  'content-type',
  'content-length',
  'content-encoding',
  'date',
  'retry-after',
  'location',
  'link',
  'alt-svc',
  'x-squid-error',
  'proxy-connection',
]

export const FETCH_INIT = {
  method: 'GET',
  cache: 'no-store',
  credentials: 'omit',
  referrerPolicy: 'no-referrer',
} as const satisfies RequestInit

export interface PageLook {
  url: string
  role: PageRole
  timeoutMs: number
  /** Aborts when the user stops the sweep. */
  signal: AbortSignal
  connections: Connections
  /** Not over a connection that an earlier look left (own-connection.ts). */
  ownConnection?: boolean
  /** Sees what came of the answer's body in full: an observation keeps only its first words. */
  inspect?: ((answer: Answer) => void) | null
}

/** An answer as block-page lists know them. */
export interface Answer {
  url: string
  body: string
  /** Lower-cased names. */
  headers: Record<string, string>
  ips: readonly string[]
}

/**
 * Fetches one page by name and says all the browser shows of it: every hop, address, status, the headers that
 * matter, title, size, hash, phases, or where and how it failed. Never rejects.
 */
export async function lookAtPage(log: RequestLog, look: PageLook): Promise<PageObservation> {
  const at = Date.now()
  const start = performance.now()
  let own: OwnEnd = null
  const abort = new AbortController()
  const endBy = (why: OwnEnd) => () => {
    own ??= why
    abort.abort()
  }
  const onStop = endBy('stopped')
  const deadline = setTimeout(endBy('deadline'), look.timeoutMs)
  look.signal.addEventListener('abort', onStop)
  if (look.signal.aborted) onStop()
  const tooMany = endBy('redirects')
  const enough = endBy('enough')
  const following = follow(
    log,
    look.url,
    { ...FETCH_INIT, credentials: look.ownConnection ? 'include' : 'omit', signal: abort.signal },
    (count) => {
      if (count > LIMITS.redirects) tooMany()
      if (look.role === 'plain-http' && ledHome(following.trace())) enough()
    },
  )
  let response: Response | null = null
  let body: BodyRead | null = null
  let bodyFrom = start
  try {
    response = await following.answer()
    bodyFrom = performance.now()
    body = await readBody(response.body, LIMITS.bodyBytes)
  } catch {
    // The promise only says "failed": the cause is in the trace.
  }
  const ms = performance.now() - start
  clearTimeout(deadline)
  look.signal.removeEventListener('abort', onStop)
  await following.settled(LIMITS.lastEventMs)
  const failed = !response || (body?.broken ?? false)
  const { url: asked, since } = following.asked()
  const late = failed && own !== 'enough' && BROWSER === 'firefox'
  const entry = await awaitTimingEntry(asked, since, late ? LIMITS.settleMs : 50)
  following.done()
  const trace = following.trace()
  const seen =
    response && body
      ? await describe(response, body, trace, entry, deliveryOf(look, response.url, trace, entry))
      : null
  if (!seen) look.connections.cutOff(new URL(trace.end?.url ?? asked).host, Date.now())
  if (seen && body) look.inspect?.(answerOf(seen, body, trace))
  const dripping = own === 'deadline' && body !== null && stillDripping(body, bodyFrom, start + ms)
  let failure: Failure | null = null
  if (failed && !dripping && own !== 'enough') {
    const raw = trace.end?.kind === 'failed' ? trace.end.error : ''
    const url = trace.end?.url ?? trace.redirects.at(-1)?.to ?? look.url
    const stage = seen ? 'body' : entry ? failureStage(entry) : null
    failure = failureOf({
      raw,
      own,
      url: short(url),
      stage,
      bodyBegun: response !== null,
      begun: trace.requestId !== null,
    })
  }
  return {
    v: 2,
    kind: 'page',
    at,
    ms,
    requests: Math.max(1, trace.count),
    bytes: body?.bytes.byteLength ?? 0,
    role: look.role,
    url: look.url,
    hops: hopsOf(trace, seen),
    response: seen,
    failure,
    timing: entry ? phases(entry) : NO_TIMING,
    timeoutMs: look.timeoutMs,
    firstByteMs: body?.firstByteAt ? body.firstByteAt - start : null,
    quietMs: body?.lastByteAt ? start + ms - body.lastByteAt : null,
  }
}

/**
 * The plain door sent us to the same name's https, as sites do: all it can tell. Going there would say the name to a
 * filter once more, which keeps residual blocking alive, and fetch the page a second time.
 */
function ledHome({ redirects }: RequestTrace): boolean {
  const last = redirects.at(-1)
  if (!last) return false
  const [from, to] = [new URL(last.url), new URL(last.to)]
  return to.protocol === 'https:' && to.hostname === from.hostname
}

function answerOf(seen: ResponseSeen, { bytes }: BodyRead, trace: RequestTrace): Answer {
  const headers = Object.fromEntries(trace.headers.at(-1)?.headers ?? Object.entries(seen.headers))
  const body = decodeText(bytes, headers['content-type'] ?? '')
  return { url: seen.url, body, headers, ips: seen.ip ? [seen.ip] : [] }
}

const short = (url: string): string => url.slice(0, LIMITS.urlChars)

/** Slow but alive: bytes came until shortly before the end, and not only at the beginning. */
function stillDripping({ lastByteAt }: BodyRead, from: number, end: number): boolean {
  return lastByteAt !== null && end - lastByteAt < Math.min(LIMITS.stallMs, (end - from) / 2)
}

/** The redirects and the final answer; a browser may have run past the redirect limit before we could stop it. */
function hopsOf(trace: RequestTrace, final: ResponseSeen | null): Hop[] {
  const hops: Hop[] = trace.redirects.map(({ url, status, ip, to, internal }) => ({
    url: short(url),
    status,
    ip,
    location: short(to),
    internal,
  }))
  if (final)
    hops.push({ url: final.url, status: final.status, ip: final.ip, location: null, internal: false })
  return hops.slice(0, LIMITS.redirects + 1)
}

function deliveryOf(
  { connections }: PageLook,
  url: string,
  trace: RequestTrace,
  entry: PerformanceResourceTiming | null,
): Pick<ResponseSeen, 'reused' | 'coalesced'> {
  const { host } = new URL(url)
  const connection = {
    at: Date.now(),
    ip: trace.end?.ip ?? trace.response?.ip ?? null,
    leaf: trace.security?.leaf ?? null,
  }
  // Later hops may use a connection that an earlier one of this very request opened.
  const reused = entry !== null && trace.redirects.length === 0 && wasReused(entry)
  // HTTP/1.1 and plain HTTP never carry two names on one connection.
  const multiplexed = url.startsWith('https:') && !protocolOf(trace, entry).startsWith('http/1')
  const ours = connections.isOurs(host, connection.at) || connections.mayBeLeftByOurs(host, connection)
  const anothers = multiplexed && !ours && connections.couldBeAnothers(host, connection)
  if ((!reused || ours) && !anothers) connections.opened(host, connection)
  return { reused: reused || anothers, coalesced: anothers || (multiplexed && reused && !ours) }
}

async function describe(
  response: Response,
  body: BodyRead,
  trace: RequestTrace,
  entry: PerformanceResourceTiming | null,
  delivery: Pick<ResponseSeen, 'reused' | 'coalesced'>,
): Promise<ResponseSeen> {
  const all = trace.headers.at(-1)?.headers ?? [...response.headers]
  const headers: Record<string, string> = {}
  for (const [name, value] of all) {
    if (KEPT_HEADERS.includes(name)) headers[name] = value.slice(0, LIMITS.headerValueChars)
  }
  const names = new Set(all.map(([name]) => name.slice(0, 64)))
  const url = response.url || trace.end?.url || ''
  return {
    url: short(url),
    status: response.status,
    ip: trace.end?.ip ?? trace.response?.ip ?? null,
    headers,
    headerNames: [...names].sort().slice(0, LIMITS.headerNames),
    ...readPageText(body.bytes, headers['content-type'] ?? '', url),
    bytes: body.bytes.byteLength,
    truncated: body.truncated,
    sha256: body.bytes.byteLength > 0 ? await sha256Hex(body.bytes) : null,
    protocol: protocolOf(trace, entry),
    ...delivery,
    fromCache: trace.response?.fromCache ?? false,
    ...proxiedBy(trace),
    security: trace.security
      ? {
          builtInRoot: trace.security.builtInRoot,
          root: trace.security.root,
          protocol: trace.security.protocol,
          usedEch: trace.security.usedEch,
        }
      : null,
  }
}

const proxiedBy = ({ end }: RequestTrace): { proxied?: boolean } => {
  const proxied = end?.proxied ?? null
  return proxied === null ? {} : { proxied }
}

/** Chromium tells it in the timing (its status lines always say HTTP/1.1), Firefox in the status line. */
function protocolOf(trace: RequestTrace, entry: PerformanceResourceTiming | null): string {
  if (entry?.nextHopProtocol) return entry.nextHopProtocol
  const version = /^HTTP\/(\d(?:\.\d)?)/i.exec(trace.headers.at(-1)?.statusLine ?? '')?.[1]
  if (!version) return ''
  return version.startsWith('2') ? 'h2' : version.startsWith('3') ? 'h3' : `http/${version}`
}
