import { RequestLog } from './request-log.ts'

export interface Asked {
  url: string
  init: RequestInit
}
type Answer = Response | { error: string } | { to: string; status: number } | 'silence'
export type Serve = (asked: Asked) => Answer | Promise<Answer>

/** A `fetch` and the browser's events about it, as both browsers tell them. */
export function fakeRequests(serve: Serve) {
  const log = new RequestLog()
  const asked: Asked[] = []
  const fetch = async (url: string, init: RequestInit = {}): Promise<Response> => {
    const requestId = String(asked.push({ url, init }))
    log.listen({ kind: 'started', requestId, url })
    const failed = (error: string) =>
      log.listen({ kind: 'failed', requestId, url, error, ip: null, proxied: false })
    const aborted = () => {
      failed('net::ERR_ABORTED')
      return new DOMException('aborted', 'AbortError')
    }
    if (init.signal?.aborted) throw aborted()
    const stopped = new Promise<never>((_, reject) => {
      init.signal?.addEventListener('abort', () => reject(aborted()))
    })
    stopped.catch(() => {})
    const answer = await Promise.race([serve({ url, init }), stopped])
    if (answer === 'silence') return stopped
    if ('to' in answer) {
      const { status, to } = answer
      log.listen({ kind: 'redirected', requestId, url, status, ip: '93.184.216.34', to, internal: false })
      return Object.defineProperty(new Response(), 'type', { value: 'opaqueredirect' })
    }
    if (!(answer instanceof Response)) {
      failed(answer.error)
      throw new TypeError('Failed to fetch')
    }
    const { status } = answer
    log.listen({ kind: 'headers', requestId, url, status, statusLine: `HTTP/1.1 ${status}`, headers: [] })
    log.listen({ kind: 'response', requestId, url, status, ip: '93.184.216.34', fromCache: false })
    log.listen({ kind: 'completed', requestId, url, ip: '93.184.216.34', proxied: false })
    return Object.defineProperty(answer, 'url', { value: url })
  }
  return { log, asked, fetch }
}

/** A body that breaks after its first bytes. */
export function brokenBody(first: string): ReadableStream<Uint8Array> {
  let given = false
  return new ReadableStream({
    pull(controller) {
      if (given) controller.error(new TypeError('network error'))
      else controller.enqueue(new TextEncoder().encode(first))
      given = true
    },
  })
}
