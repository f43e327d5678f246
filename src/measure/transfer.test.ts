import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { fakeRequests, type Serve } from './fake-requests.test-kit.ts'

vi.mock('../platform/browser.ts', () => ({ browser: {} }))
const { tap } = await import('./transfer.ts')

const URL_ = 'https://slow.example/'

/** 4 kB pieces at `kbps`; `silentAt`: nothing more after so many bytes. */
function body(kbps: number, bytes: number, silentAt = Number.POSITIVE_INFINITY): ReadableStream<Uint8Array> {
  let sent = 0
  return new ReadableStream(
    {
      async pull(controller) {
        if (sent >= silentAt) return new Promise(() => {})
        await new Promise((resolve) => setTimeout(resolve, (4_000 * 8) / kbps))
        sent += 4_000
        controller.enqueue(new Uint8Array(4_000))
        if (sent >= bytes) controller.close()
      },
    },
    { highWaterMark: 0 },
  )
}

function open(serve: Serve, firstWaitMs = 6_000) {
  const requests = fakeRequests(serve)
  vi.stubGlobal('fetch', requests.fetch)
  const stop = new AbortController()
  const one = tap(requests.log, {
    side: 'target',
    url: URL_,
    credentials: 'include',
    firstWaitMs,
    signal: stop.signal,
  })
  const measure = async (index: number) => {
    const seen = one.measure(index)
    await vi.advanceTimersByTimeAsync(30_000)
    return seen
  }
  return { ...requests, one, stop, measure }
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('a transfer', () => {
  it('asks for an ordinary page again until its speed is sure, without what servers think in between', async () => {
    const think = async () => {
      await new Promise((resolve) => setTimeout(resolve, 2_000))
      return new Response(body(128, 20_000))
    }
    const { measure, asked } = open(think)
    const seen = await measure(0)
    expect(seen).toMatchObject({ side: 'target', index: 0, requests: 2, bytes: 40_000, failure: null })
    expect(seen.kbps).toBeCloseTo(128, 3)
    expect(seen.bodyMs).toBeCloseTo(2_000, 3)
    expect(asked[0]?.init).toMatchObject({ credentials: 'include', cache: 'no-store' })
  })
  it('asks once for a page that is fast or too small to tell', async () => {
    expect(await open(() => new Response(body(5_000, 20_000))).measure(0)).toMatchObject({ requests: 1 })
    expect(await open(() => new Response(body(64, 4_000))).measure(0)).toMatchObject({
      requests: 1,
      kbps: null,
    })
  })
  it('goes on with a slow body instead of asking again', async () => {
    const { one, asked } = open(() => new Response(body(128, 400_000)))
    const first = one.measure(0)
    await vi.advanceTimersByTimeAsync(4_000)
    expect((await first).kbps).toBeCloseTo(128, 3)
    const second = one.measure(3)
    await vi.advanceTimersByTimeAsync(4_000)
    const seen = await second
    expect(seen).toMatchObject({ requests: 0, firstByteMs: null })
    expect(seen.kbps).toBeCloseTo(128, 3)
    expect(asked).toHaveLength(1)
    one.close()
  })
  it('asks anew when the body it would go on with has ended', async () => {
    const { one, asked } = open(() => new Response(body(128, 60_000)))
    const first = one.measure(0)
    await vi.advanceTimersByTimeAsync(10_000)
    await first
    const second = one.measure(3)
    await vi.advanceTimersByTimeAsync(10_000)
    const seen = await second
    expect(seen).toMatchObject({ requests: 1, failure: null })
    expect(seen.kbps).toBeCloseTo(128, 3)
    expect(asked).toHaveLength(2)
  })
  it('is slower than any other when nothing comes in time', async () => {
    const silent = await open(() => 'silence').measure(0)
    expect(silent).toMatchObject({ bytes: 0, kbps: null, failure: { code: 'timed_out' } })
    const mute = await open(() => new Response(body(128, 20_000, 0))).measure(0)
    expect(mute).toMatchObject({ bytes: 0, kbps: null, failure: { code: 'timed_out' } })
    const late = () =>
      new Promise<Response>((r) => setTimeout(() => r(new Response(body(128, 20_000))), 15_000))
    expect((await open(late, 20_000).measure(0)).failure).toBeNull()
  })
  it('tells when it broke, and when it was stopped', async () => {
    const broken = await open(() => ({ error: 'net::ERR_CONNECTION_RESET' })).measure(0)
    expect(broken).toMatchObject({ kbps: null, failure: { code: 'tcp.reset' } })
    const { stop, measure } = open(() => 'silence')
    stop.abort()
    expect(await measure(0)).toMatchObject({ failure: { code: 'local.cancelled' } })
  })
})
