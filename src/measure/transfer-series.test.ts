import { describe, expect, it, vi } from 'vitest'
import type { TransferObservation } from '../../core/model/observation.ts'
import { LIMITS } from './limits.ts'

vi.mock('../platform/browser.ts', () => ({ browser: {} }))
const { transferSeries, SERIES_BYTES } = await import('./transfer-series.ts')

const CONTROLS = ['https://one.example/{bytes}', 'https://two.example/file']

type End = number | 'timed_out' | 'tcp.reset'

/** How a transfer ended: its speed (0: nothing can be said of it), or how it failed. */
const seen = (side: 'target' | 'control', url: string, index: number, end: End) =>
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
    bodyMs: 3_000,
    kbps: typeof end === 'number' && end > 0 ? end : null,
    failure: typeof end === 'number' ? null : { code: end, raw: '', url, stage: null },
  }) satisfies TransferObservation

function run(speed: (side: string, url: string, index: number) => End) {
  const urls: string[] = []
  const closed: string[] = []
  const signal = new AbortController()
  const all = transferSeries(
    'https://slow.example/',
    signal.signal,
    (side, url) => ({
      measure: async (index) => {
        urls.push(url)
        return seen(side, url, index, speed(side, url, index))
      },
      close: () => void closed.push(url),
    }),
    CONTROLS,
  )
  return { urls, all, closed, stop: signal }
}

const order = (all: TransferObservation[]) => all.map(({ side }) => side[0]).join('')
/** Suspicious to the last: slow, but not as a policer is. */
const unsure = (side: string) => (side === 'target' ? 240 : 5_000)

describe('transferSeries', () => {
  it('takes five pairs in turns that meet a drift alike, and asks the control for what it may read', async () => {
    const { all, urls, closed } = run(unsure)
    expect(order(await all)).toBe('tccttccttc')
    expect(urls[1]).toBe(`https://one.example/${LIMITS.transferBytes}`)
    expect((await all).map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(SERIES_BYTES).toBe(10 * 128 * 1024)
    expect(closed).toHaveLength(3)
  })

  it('ends as soon as it is as sure as it can be: five slow ones against four', async () => {
    expect(order(await run((side) => (side === 'target' ? 128 : 5_000)).all)).toBe('tccttcctt')
  })

  it('ends when most of the target ran freely, or most of the controls are slow as well', async () => {
    expect(order(await run(() => 1_000).all)).toBe('tcctt')
    expect(order(await run(() => 128).all)).toBe('tccttc')
  })

  it('goes on when the target is only late once, and stops when nothing ever came of it', async () => {
    const late = run((side, _, index) => (side === 'target' && index === 0 ? 'timed_out' : unsure(side)))
    expect(order(await late.all)).toBe('tccttccttc')
    expect(order(await run((side) => (side === 'target' ? 'timed_out' : 1_000)).all)).toBe('tcct')
  })

  it('stops when the target is too small or broke before it told anything, not when it did later', async () => {
    expect(order(await run(() => 0).all)).toBe('t')
    expect(order(await run((side) => (side === 'target' ? 'tcp.reset' : 1_000)).all)).toBe('t')
    const later = run((side, _, index) => (index === 3 ? 'tcp.reset' : unsure(side)))
    expect(order(await later.all)).toBe('tccttccttc')
  })

  it('takes another control for one that fails or says nothing, and stops when there is none', async () => {
    const { all, urls } = run((side, url) => (url.includes('one') ? 'tcp.reset' : unsure(side)))
    expect(order(await all)).toBe('tccttccttc')
    expect(urls[2]).toBe('https://two.example/file')
    const none = run((side) => (side === 'control' ? 0 : 240))
    expect(order(await none.all)).toBe('tcctt')
  })

  it('begins nothing more after its time, or when it is stopped', async () => {
    const clock = vi.spyOn(performance, 'now').mockReturnValueOnce(0).mockReturnValueOnce(0)
    clock.mockReturnValue(LIMITS.seriesMs + 1)
    expect(order(await run(unsure).all)).toBe('t')
    clock.mockRestore()
    const { all, stop } = run(unsure)
    stop.abort()
    expect(order(await all)).toBe('t')
  })
})
