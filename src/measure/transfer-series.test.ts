import { describe, expect, it, vi } from 'vitest'
import type { TransferObservation } from '../../core/model/observation.ts'
import { LIMITS } from './limits.ts'

vi.mock('../platform/browser.ts', () => ({ browser: {} }))
const { transferSeries, SERIES_BYTES } = await import('./transfer-series.ts')
const { rateOf } = await import('./transfer.ts')

const CONTROLS = ['https://one.example/{bytes}', 'https://two.example/file']

/** `kbps` null with a failure code: it failed so. */
const seen = (
  side: 'target' | 'control',
  url: string,
  index: number,
  end: number | 'timed_out' | 'tcp.reset',
) =>
  ({
    v: 2,
    kind: 'transfer',
    at: 0,
    ms: 0,
    requests: 1,
    bytes: 0,
    side,
    url,
    index,
    firstByteMs: null,
    bodyMs: null,
    kbps: typeof end === 'number' && end > 0 ? end : null,
    failure: typeof end === 'number' ? null : { code: end, raw: '', url, stage: null },
  }) satisfies TransferObservation

function run(speed: (side: string, url: string, index: number) => number | 'timed_out' | 'tcp.reset') {
  const urls: string[] = []
  const signal = new AbortController()
  const all = transferSeries(
    'https://slow.example/',
    signal.signal,
    async ({ side, url, index }) => {
      urls.push(url)
      return seen(side, url, index, speed(side, url, index))
    },
    CONTROLS,
  )
  return { urls, all, stop: signal }
}

const order = (all: TransferObservation[]) => all.map(({ side }) => side[0]).join('')

describe('transferSeries', () => {
  it('takes five pairs in turns that meet a drift alike, and asks the control for what it may read', async () => {
    const { all, urls } = run(() => 1000)
    expect(order(await all)).toBe('tccttccttc')
    expect(urls[1]).toBe(`https://one.example/${LIMITS.transferBytes}`)
    expect((await all).map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(SERIES_BYTES).toBe(10 * 128 * 1024)
  })

  it('goes on when the target is only late, and stops when it is too small or broken', async () => {
    expect(order(await run((side) => (side === 'target' ? 'timed_out' : 1000)).all)).toBe('tccttccttc')
    expect(order(await run(() => 0).all)).toBe('t')
    expect(order(await run((_, __, i) => (i === 3 ? 'tcp.reset' : 1000)).all)).toBe('tcct')
  })

  it('takes another control for one that fails, and stops when there is none', async () => {
    const { all, urls } = run((_, url) => (url.includes('one') ? 'tcp.reset' : 1000))
    expect(order(await all)).toBe('tccttccttc')
    expect(urls[2]).toBe('https://two.example/file')
    const none = run((side) => (side === 'control' ? 'tcp.reset' : 1000))
    expect(order(await none.all)).toBe('tcctt')
  })

  it('begins nothing more after its time, or when it is stopped', async () => {
    const clock = vi.spyOn(performance, 'now').mockReturnValueOnce(0).mockReturnValueOnce(0)
    clock.mockReturnValue(LIMITS.seriesMs + 1)
    expect(order(await run(() => 1000).all)).toBe('t')
    clock.mockRestore()
    const { all, stop } = run(() => 1000)
    stop.abort()
    expect(order(await all)).toBe('t')
  })
})

describe('rateOf', () => {
  it('is bytes over the time of the body, in kbit/s', () => {
    expect(rateOf(64_000, 4_000, false)).toBe(128)
  })

  it('never says more than our clock can tell', () => {
    expect(rateOf(128 * 1024, 0, true)).toBe(rateOf(128 * 1024, 20, true))
  })

  it('says nothing of too little', () => {
    expect(rateOf(3_000, 4_000, false)).toBeNull()
    expect(rateOf(9_000, 500, true)).toBeNull()
    expect(rateOf(9_000, 4_000, false)).toBe(18)
    expect(rateOf(0, null, false)).toBeNull()
  })
})
