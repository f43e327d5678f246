import type { RequestEvent } from '../platform/web-request.ts'

/** Everything the browser told about one request of ours. */
export interface RequestTrace {
  requestId: string | null
  redirects: Extract<RequestEvent, { kind: 'redirected' }>[]
  headers: Extract<RequestEvent, { kind: 'headers' }>[]
  response: Extract<RequestEvent, { kind: 'response' }> | null
  security: Extract<RequestEvent, { kind: 'security' }> | null
  end: Extract<RequestEvent, { kind: 'completed' | 'failed' }> | null
  /** Network requests: the first and one for each redirect a server made. */
  count: number
}

interface Waiting {
  url: string
  trace: RequestTrace
  ended: () => void
  end: Promise<void>
  onRedirect: (count: number) => void
}

const emptyTrace = (): RequestTrace => ({
  requestId: null,
  redirects: [],
  headers: [],
  response: null,
  security: null,
  end: null,
  count: 0,
})

/**
 * Ties the browser's events to our fetches by request id: the first `started` event for an awaited URL belongs
 * to the oldest expectation of it, and everything after that goes by id. Events of requests nobody awaits are
 * dropped.
 */
export class RequestLog {
  readonly #waiting: Waiting[] = []
  readonly #byId = new Map<string, Waiting>()

  readonly listen = (event: RequestEvent): void => {
    if (event.kind === 'started') {
      if (this.#byId.has(event.requestId)) return
      const index = this.#waiting.findIndex((w) => w.url === event.url)
      const waiting = this.#waiting[index]
      if (!waiting) return
      this.#waiting.splice(index, 1)
      waiting.trace.requestId = event.requestId
      waiting.trace.count = 1
      this.#byId.set(event.requestId, waiting)
      return
    }
    const waiting = this.#byId.get(event.requestId)
    if (!waiting) return
    const { trace } = waiting
    if (event.kind === 'redirected') {
      trace.redirects.push(event)
      if (!event.internal) trace.count++
      waiting.onRedirect(trace.redirects.length)
    } else if (event.kind === 'headers') trace.headers.push(event)
    else if (event.kind === 'response') trace.response = event
    else if (event.kind === 'security') trace.security = event
    else {
      trace.end = event
      waiting.ended()
    }
  }

  /** Call right before fetch(url). `done()` releases it; `settled(ms)` waits for the browser's last word. */
  expect(url: string, onRedirect: (count: number) => void = () => {}) {
    let ended = () => {}
    const end = new Promise<void>((resolve) => {
      ended = resolve
    })
    const waiting: Waiting = {
      url: new URL(url).href.split('#')[0] ?? url,
      trace: emptyTrace(),
      ended,
      end,
      onRedirect,
    }
    this.#waiting.push(waiting)
    return {
      trace: waiting.trace,
      settled: (ms: number): Promise<void> =>
        Promise.race([end, new Promise<void>((r) => setTimeout(r, ms))]),
      done: () => {
        const index = this.#waiting.indexOf(waiting)
        if (index >= 0) this.#waiting.splice(index, 1)
        if (waiting.trace.requestId) this.#byId.delete(waiting.trace.requestId)
      },
    }
  }
}
