import type { Failure, HandshakeObservation } from '../../core/model/observation.ts'
import { sendNoCookies } from '../platform/no-cookies.ts'
import { BROWSER } from '../platform/which.ts'
import { failureOf, type OwnEnd } from './failure.ts'
import { LIMITS } from './limits.ts'
import { FETCH_INIT } from './page.ts'
import type { RequestLog, RequestTrace } from './request-log.ts'
import { awaitTimingEntry, wasReused } from './timings.ts'

export interface HandshakeLook {
  url: string
  timeoutMs: number
  signal: AbortSignal
}

/** How one attempt ended, whatever it was made with. */
interface Attempt {
  trace: RequestTrace
  own: OwnEnd
  /** It rode on a connection that was open already: nothing was learnt of this name. */
  rode: boolean
}

/**
 * Makes the browser open a connection of this name's own, where a page came over another name's (HTTP/2 coalescing).
 * Seen with two names on one address and certificate, of which one is filtered:
 *   Chromium 156  keeps connections with and without credentials apart, so the same GET with credentials (and the
 *                 cookies stripped) says the name; a WebSocket would too, but shows neither status nor cause
 *   Firefox 153   shares them, so credentials change nothing; a WebSocket says the name, and webRequest shows how it ends
 * null when that could not be done. Never rejects.
 */
export async function shakeHands(log: RequestLog, look: HandshakeLook): Promise<HandshakeObservation | null> {
  try {
    await sendNoCookies()
  } catch (error) {
    console.error('handshake', error)
    return null
  }
  const at = Date.now()
  const start = performance.now()
  const attempt = await (BROWSER === 'firefox' ? openSocket(log, look) : getWithCredentials(log, look))
  const { trace, own, rode } = attempt
  if (rode) return null
  const status = trace.redirects[0]?.status ?? trace.headers[0]?.status ?? null
  return {
    v: 2,
    kind: 'handshake',
    at,
    ms: performance.now() - start,
    requests: 1,
    bytes: 0,
    url: look.url,
    status,
    ip: trace.redirects[0]?.ip ?? trace.response?.ip ?? trace.end?.ip ?? null,
    failure: status === null ? failureIn(trace, own, look.url) : null,
  }
}

function failureIn(trace: RequestTrace, own: OwnEnd, url: string): Failure {
  const raw = trace.end?.kind === 'failed' ? trace.end.error : ''
  return failureOf({ raw, own, url, stage: null, bodyBegun: false, begun: trace.requestId !== null })
}

/** Ends `abort` at the limit or when the user stops, and tells which. */
function limited({ timeoutMs, signal }: HandshakeLook) {
  const abort = new AbortController()
  let own: OwnEnd = null
  const endBy = (why: OwnEnd) => () => {
    own ??= why
    abort.abort()
  }
  const onStop = endBy('stopped')
  const deadline = setTimeout(endBy('deadline'), timeoutMs)
  signal.addEventListener('abort', onStop)
  if (signal.aborted) onStop()
  return {
    signal: abort.signal,
    end(): OwnEnd {
      clearTimeout(deadline)
      signal.removeEventListener('abort', onStop)
      return own
    },
  }
}

/** When each address was last asked with credentials, by which host: its connection could serve another name. */
const asked = new Map<string, string>()

async function getWithCredentials(log: RequestLog, look: HandshakeLook): Promise<Attempt> {
  const limit = limited(look)
  const start = performance.now()
  const request = log.expect(look.url)
  let response: Response | null = null
  try {
    response = await fetch(look.url, {
      ...FETCH_INIT,
      credentials: 'include',
      redirect: 'manual',
      signal: limit.signal,
    })
    // The answer's first line is all we want.
    response.body?.cancel().catch(() => {})
  } catch {
    // The cause is in the trace.
  }
  const own = limit.end()
  await request.settled(LIMITS.settleMs)
  const entry = response ? await awaitTimingEntry(look.url, start, 50) : null
  request.done()
  const { trace } = request
  return { trace, own, rode: rodeOnAnother(look.url, trace, entry) }
}

/** A redirect that is not followed has no phases; then another name asked at that address before could have served it. */
function rodeOnAnother(url: string, trace: RequestTrace, entry: PerformanceResourceTiming | null): boolean {
  const { host } = new URL(url)
  const ip = trace.redirects[0]?.ip ?? trace.response?.ip ?? null
  if (ip === null) return false
  const before = asked.get(ip)
  asked.set(ip, host)
  const timed = entry !== null && entry.responseStart > 0
  return timed ? wasReused(entry) : before !== undefined && before !== host
}

async function openSocket(log: RequestLog, look: HandshakeLook): Promise<Attempt> {
  const limit = limited(look)
  const url = new URL(look.url.replace(/^http/, 'ws')).href
  const request = log.expect(url)
  await new Promise<void>((resolve) => {
    const socket = new WebSocket(url)
    const over = () => {
      socket.close()
      resolve()
    }
    socket.onopen = over
    socket.onerror = over
    limit.signal.addEventListener('abort', over)
    if (limit.signal.aborted) over()
  })
  const own = limit.end()
  await request.settled(LIMITS.settleMs)
  request.done()
  const { trace } = request
  // WebSockets over HTTP/2 (RFC 8441) may take a connection that is open, another name's too.
  const rode = /^HTTP\/[23]/i.test(trace.headers[0]?.statusLine ?? '')
  return { trace, own, rode }
}
