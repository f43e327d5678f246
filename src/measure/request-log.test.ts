import { describe, expect, it } from 'vitest'
import { RequestLog } from './request-log.ts'

const started = (requestId: string, url: string) => ({ kind: 'started' as const, requestId, url })
const failed = (requestId: string, url: string, error: string) => ({
  kind: 'failed' as const,
  requestId,
  url,
  error,
  ip: null,
  proxied: null,
})
const redirected = (requestId: string, url: string, to: string, internal = false) => ({
  kind: 'redirected' as const,
  requestId,
  url,
  status: internal ? 307 : 302,
  ip: null,
  to,
  internal,
})

describe('RequestLog', () => {
  it('keeps two requests to one URL apart, oldest expectation first', () => {
    const log = new RequestLog()
    const a = log.expect('https://a.test/')
    const b = log.expect('https://a.test/')
    log.listen(started('1', 'https://a.test/'))
    log.listen(started('2', 'https://a.test/'))
    log.listen(failed('2', 'https://a.test/', 'second'))
    log.listen(failed('1', 'https://a.test/', 'first'))
    expect([a.trace.end, b.trace.end].map((e) => (e?.kind === 'failed' ? e.error : e))).toEqual([
      'first',
      'second',
    ])
  })

  it('ignores requests nobody awaits, and events of forgotten ones', () => {
    const log = new RequestLog()
    const a = log.expect('https://a.test/')
    log.listen(started('9', 'https://user.test/'))
    log.listen(failed('9', 'https://user.test/', 'x'))
    log.listen(started('1', 'https://a.test/'))
    a.done()
    log.listen(failed('1', 'https://a.test/', 'late'))
    expect(a.trace.end).toBeNull()
  })

  it('counts what servers redirect, not what the browser upgrades itself, and follows the id over hops', async () => {
    const log = new RequestLog()
    const counts: number[] = []
    const a = log.expect('http://a.test/#part', (n) => counts.push(n))
    log.listen(started('1', 'http://a.test/'))
    log.listen(redirected('1', 'http://a.test/', 'https://a.test/', true))
    // The browser announces each hop as a start of the same request.
    log.listen(started('1', 'https://a.test/'))
    log.listen(redirected('1', 'https://a.test/', 'https://b.test/'))
    log.listen(failed('1', 'https://b.test/', 'net::ERR_CONNECTION_RESET'))
    await a.settled(1000)
    expect(a.trace.count).toBe(2)
    expect(counts).toEqual([1, 2])
    expect(a.trace.end?.url).toBe('https://b.test/')
  })
})
