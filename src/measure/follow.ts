import { BROWSER } from '../platform/which.ts'
import type { RequestLog, RequestTrace } from './request-log.ts'
import { whereTo } from './where-to.ts'

/** For the browser's last word about a redirect, which comes with its short body. */
const HOP_SETTLE_MS = 300

interface Asked {
  url: string
  /** When it was asked, by performance.now(). */
  since: number
  request: ReturnType<RequestLog['expect']>
}

/** One GET and the redirects after it. */
export interface Following {
  /** What the browser told of all hops so far. */
  trace: () => RequestTrace
  /** Whose phases speak for the end: the browser keeps them under the URL that was asked. */
  asked: () => { url: string; since: number }
  answer: () => Promise<Response>
  settled: (ms: number) => Promise<void>
  done: () => void
}

/**
 * Asks for a page. Firefox shows no phases at all of a request that was redirected to another site (Resource Timing
 * keeps them to itself; seen in 153), so how far a blocked hop got would stay dark: there every hop is asked by itself.
 * Chromium shows none of a failed request anyhow, and follows by its own.
 */
export function follow(
  log: RequestLog,
  url: string,
  init: RequestInit,
  onRedirect: (count: number) => void,
  hopByHop = BROWSER === 'firefox',
): Following {
  const past: RequestTrace[] = []
  let last = ask(url)
  let unasked = false

  function ask(next: string): Asked {
    const before = past.reduce((sum, { redirects }) => sum + redirects.length, 0)
    const request = log.expect(next, (count) => onRedirect(before + count))
    return { url: next, since: performance.now(), request }
  }

  async function answerOfHops(): Promise<Response> {
    for (;;) {
      const response = await fetch(last.url, { ...init, redirect: 'manual' })
      if (response.type !== 'opaqueredirect') return response
      await last.request.settled(HOP_SETTLE_MS)
      const { trace } = last.request
      const to = whereTo(trace)
      if (!to) {
        // It says not where to: the browser itself makes an answer of that.
        last.request.done()
        last = ask(last.url)
        return fetch(last.url, init)
      }
      past.push({ ...trace, end: null, redirects: [...trace.redirects, hopOf(trace, to)] })
      last.request.done()
      last = ask(to)
      onRedirect(past.reduce((sum, { redirects }) => sum + redirects.length, 0))
      // Nothing is asked any more, so the browser will have no word about it.
      if (init.signal?.aborted) {
        unasked = true
        throw init.signal.reason
      }
      if (!/^https?:/.test(to)) {
        const failed = {
          kind: 'failed',
          error: 'NS_ERROR_UNKNOWN_PROTOCOL',
          ip: null,
          proxied: null,
        } as const
        last.request.trace.end = { ...failed, requestId: trace.requestId ?? '', url: to }
        throw new TypeError(`no page is at ${to}`)
      }
    }
  }

  return {
    trace: () => past.reduceRight((later, earlier) => joined(earlier, later), last.request.trace),
    asked: () => last,
    answer: () => (hopByHop ? answerOfHops() : fetch(url, init)),
    settled: (ms) => (unasked ? Promise.resolve() : last.request.settled(ms)),
    done: () => last.request.done(),
  }
}

function hopOf(trace: RequestTrace, to: string): RequestTrace['redirects'][number] {
  const { requestId, headers, response, end } = trace
  const { url = '', status = 0 } = headers.at(-1) ?? {}
  const ip = response?.ip ?? end?.ip ?? null
  return { kind: 'redirected', requestId: requestId ?? '', url, status, ip, to, internal: false }
}

const joined = (a: RequestTrace, b: RequestTrace): RequestTrace => ({
  requestId: a.requestId,
  redirects: [...a.redirects, ...b.redirects],
  headers: [...a.headers, ...b.headers],
  response: b.response,
  security: b.security,
  end: b.end,
  count: a.count + b.count,
})
