import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { fakeRequests, type Serve } from './fake-requests.test-kit.ts'

const device = { browser: 'chromium', strips: true }
vi.mock('../platform/browser.ts', () => ({ browser: {} }))
vi.mock('../platform/which.ts', () => ({
  get BROWSER() {
    return device.browser
  },
}))
vi.mock('../platform/no-cookies.ts', () => ({
  sendNoCookies: async () => {
    if (!device.strips) throw new Error('no rule')
  },
}))
const { shakeHands } = await import('./handshake.ts')

const URL_ = 'https://news.example/'

function look(serve: Serve, url = URL_, timeoutMs = 2_000) {
  const requests = fakeRequests(serve)
  vi.stubGlobal('fetch', requests.fetch)
  const signal = new AbortController().signal
  return shakeHands(requests.log, { url, timeoutMs, signal }).then((seen) => ({ seen, ...requests }))
}

/** What the browser shows of the phases: a connection opened, or one that was open. */
function phases(url: string, connectMs: number) {
  const entry = {
    name: url,
    startTime: performance.now() + 1_000,
    fetchStart: 1,
    domainLookupStart: 2,
    connectStart: 2,
    connectEnd: 2 + connectMs,
    responseStart: 100,
  }
  vi.spyOn(performance, 'getEntriesByName').mockReturnValue([entry as unknown as PerformanceEntry])
}

beforeEach(() => {
  Object.assign(device, { browser: 'chromium', strips: true })
  vi.spyOn(console, 'error').mockImplementation(() => {})
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

describe('a connection of the name’s own, Chromium', () => {
  it('is had by asking with credentials, which are stripped', async () => {
    phases(URL_, 50)
    const { seen, asked } = await look(() => new Response('', { status: 404 }))
    expect(asked[0]?.init).toMatchObject({ credentials: 'include', redirect: 'manual' })
    expect(seen).toMatchObject({
      kind: 'handshake',
      url: URL_,
      status: 404,
      ip: '93.184.216.34',
      failure: null,
    })
  })
  it('is not tried when cookies cannot be stripped', async () => {
    device.strips = false
    const { seen, asked } = await look(() => new Response(''))
    expect(seen).toBeNull()
    expect(asked).toEqual([])
  })
  it('tells how it failed', async () => {
    const { seen } = await look(() => ({ error: 'net::ERR_CONNECTION_RESET' }))
    expect(seen).toMatchObject({ status: null, failure: { code: 'tcp.reset' } })
    expect((await look(() => 'silence', URL_, 30)).seen).toMatchObject({ failure: { code: 'timed_out' } })
  })
  it('tells nothing when it rode on a connection that was open', async () => {
    phases(URL_, 0)
    expect((await look(() => new Response(''))).seen).toBeNull()
  })
  it('tells nothing of a redirect where another name was asked at that address before', async () => {
    vi.spyOn(performance, 'getEntriesByName').mockReturnValue([])
    const away = { to: 'https://elsewhere.example/', status: 302 }
    // Whoever came first at that address opened the connection.
    await look(() => away, 'https://first.example/')
    expect((await look(() => away, 'https://second.example/')).seen).toBeNull()
    expect((await look(() => away, 'https://second.example/')).seen).toMatchObject({ status: 302 })
  })
})

describe('a connection of the name’s own, Firefox', () => {
  /** A WebSocket whose upgrade is answered so; `silent` until it is closed. */
  function socket(
    requests: ReturnType<typeof fakeRequests>,
    end: number | 'reset' | 'silent',
    version = 'HTTP/1.1',
  ) {
    const opened: string[] = []
    class FakeSocket {
      onopen: (() => void) | null = null
      onerror: (() => void) | null = null
      readonly url: string
      constructor(url: string) {
        this.url = url
        opened.push(url)
        const base = { requestId: 'ws', url }
        requests.log.listen({ kind: 'started', ...base })
        queueMicrotask(() => {
          if (end === 'silent') return
          if (end === 'reset')
            requests.log.listen({
              kind: 'failed',
              ...base,
              error: 'NS_ERROR_NET_RESET',
              ip: null,
              proxied: false,
            })
          else {
            requests.log.listen({
              kind: 'headers',
              ...base,
              status: end,
              statusLine: `${version} ${end}`,
              headers: [],
            })
            requests.log.listen({ kind: 'completed', ...base, ip: '93.184.216.34', proxied: false })
          }
          this.onerror?.()
        })
      }
      close() {}
    }
    vi.stubGlobal('WebSocket', FakeSocket)
    return opened
  }
  async function ask(end: number | 'reset' | 'silent', version?: string) {
    device.browser = 'firefox'
    const requests = fakeRequests(() => 'silence')
    const opened = socket(requests, end, version)
    const signal = new AbortController().signal
    const seen = await shakeHands(requests.log, { url: URL_, timeoutMs: 30, signal })
    return { seen, opened }
  }

  it('is had by a WebSocket, whatever the server answers to it', async () => {
    const { seen, opened } = await ask(400)
    expect(opened).toEqual(['wss://news.example/'])
    expect(seen).toMatchObject({ url: URL_, status: 400, failure: null })
  })
  it('tells how it failed', async () => {
    expect((await ask('reset')).seen).toMatchObject({ status: null, failure: { code: 'tcp.reset' } })
    expect((await ask('silent')).seen).toMatchObject({ status: null, failure: { code: 'timed_out' } })
  })
  it('tells nothing when the WebSocket went over HTTP/2, which may be another name’s connection', async () => {
    expect((await ask(200, 'HTTP/2')).seen).toBeNull()
  })
})
