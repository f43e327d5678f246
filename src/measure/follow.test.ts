import { afterEach, describe, expect, it, vi } from 'vitest'
import { RequestLog } from './request-log.ts'

vi.mock('../platform/browser.ts', () => ({ browser: {} }))
const { follow } = await import('./follow.ts')

/** A server: where each URL leads, or a page; what it does not know is never answered. */
type Site = Record<string, { to?: string; status?: number }>

/** The browser: answers, or hides a redirect that is not followed, and tells the log of it. */
function browse(log: RequestLog, site: Site) {
  const asked: string[] = []
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    asked.push(url)
    const requestId = `${asked.length}`
    const base = { requestId, url }
    const ip = `10.0.0.${asked.length}`
    log.listen({ kind: 'started', ...base })
    const known = site[url]
    if (!known) {
      return new Promise((_, reject) => {
        init.signal?.addEventListener('abort', () => {
          log.listen({ kind: 'failed', ...base, error: 'NS_BINDING_ABORTED', ip: null, proxied: null })
          reject(init.signal?.reason)
        })
      })
    }
    const { to, status = to ? 302 : 200 } = known
    const headers: [string, string][] = to ? [['location', to]] : []
    log.listen({ kind: 'headers', ...base, status, statusLine: '', headers })
    log.listen({ kind: 'response', ...base, status, ip, fromCache: false })
    log.listen({ kind: 'completed', ...base, ip, proxied: false })
    const response = new Response(null, { status })
    const hidden = status >= 300 && status < 400 && init.redirect === 'manual'
    if (hidden) Object.defineProperty(response, 'type', { value: 'opaqueredirect' })
    return Promise.resolve(response)
  })
  return asked
}

function begin(site: Site, hopByHop = true) {
  const log = new RequestLog()
  const asked = browse(log, site)
  const abort = new AbortController()
  const counts: number[] = []
  const onRedirect = vi.fn((count: number): void => {
    counts.push(count)
  })
  const following = follow(log, 'https://a.test/', { signal: abort.signal }, onRedirect, hopByHop)
  return { following, asked, abort, counts, onRedirect }
}

afterEach(() => vi.unstubAllGlobals())

describe('following hop by hop', () => {
  it('tells of every hop as if it were one request, and whose phases speak for the end', async () => {
    const { following, asked, counts } = begin({
      'https://a.test/': { to: '/in' },
      'https://a.test/in': { to: 'https://b.test/' },
      'https://b.test/': {},
    })
    const response = await following.answer()
    expect([response.status, asked, counts]).toEqual([
      200,
      ['https://a.test/', 'https://a.test/in', 'https://b.test/'],
      [1, 2],
    ])
    const { redirects, count, end, requestId } = following.trace()
    expect(redirects.map(({ url, status, ip, to }) => ({ url, status, ip, to }))).toEqual([
      { url: 'https://a.test/', status: 302, ip: '10.0.0.1', to: 'https://a.test/in' },
      { url: 'https://a.test/in', status: 302, ip: '10.0.0.2', to: 'https://b.test/' },
    ])
    expect([count, end?.ip, requestId]).toEqual([3, '10.0.0.3', '1'])
    expect(following.asked().url).toBe('https://b.test/')
  })

  it('ends where a hop fails', async () => {
    const { following, asked, abort } = begin({ 'https://a.test/': { to: 'https://silent.test/' } })
    const answer = following.answer()
    await vi.waitFor(() => expect(asked).toHaveLength(2))
    abort.abort()
    await expect(answer).rejects.toThrow()
    const { end, redirects } = following.trace()
    expect([end?.url, end?.kind, redirects.length]).toEqual(['https://silent.test/', 'failed', 1])
  })

  it('asks no further once its caller has enough', async () => {
    const { following, asked, abort, onRedirect } = begin({ 'https://a.test/': { to: 'https://b.test/' } })
    onRedirect.mockImplementation(() => abort.abort())
    await expect(following.answer()).rejects.toThrow()
    await following.settled(60_000)
    expect(asked).toEqual(['https://a.test/'])
    expect(following.trace().redirects).toHaveLength(1)
  })

  it('leaves a redirect that leads nowhere to the browser', async () => {
    const { following } = begin({ 'https://a.test/': { status: 302 } })
    expect((await following.answer()).status).toBe(302)
    expect(following.trace().headers).toHaveLength(1)
  })

  it('never asks for what is no page', async () => {
    const { following, asked } = begin({ 'https://a.test/': { to: 'intent://open' } })
    await expect(following.answer()).rejects.toThrow('intent://open')
    const { end } = following.trace()
    expect([asked.length, end?.kind === 'failed' && end.error]).toEqual([1, 'NS_ERROR_UNKNOWN_PROTOCOL'])
  })

  it('is left to the browser where that tells as much', async () => {
    const { following, asked } = begin({ 'https://a.test/': { to: 'https://b.test/' } }, false)
    await following.answer()
    expect(asked).toEqual(['https://a.test/'])
  })
})
