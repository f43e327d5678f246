import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ArrivingBody } from './arriving-body.ts'
import { rateAtOnce, rateOf, stretchOf } from './stretch.ts'

const LIMITS = { waitMs: 6_000, ms: 3_000, bytes: 128 * 1024 }

/** A body whose chunks come at these times, ms after now; it ends with the last unless `open`. */
function arriving(
  chunks: readonly (readonly [number, number])[],
  over: { open?: boolean; limit?: number } = {},
) {
  const { open = false, limit = 1e9 } = over
  let given = false
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      chunks.forEach(([at, bytes], i) => {
        setTimeout(() => {
          if (given) return
          controller.enqueue(new Uint8Array(bytes))
          if (!open && i === chunks.length - 1) controller.close()
        }, at)
      })
    },
    cancel: () => {
      given = true
    },
  })
  return new ArrivingBody(stream, limit)
}

/** As a policer lets 4 kB pieces through at `kbps`. */
const policed = (kbps: number, bytes: number) =>
  Array.from({ length: Math.ceil(bytes / 4_000) }, (_, i) => [((i + 1) * 4_000 * 8) / kbps, 4_000] as const)

async function elapsed<T>(work: Promise<T>): Promise<T> {
  await vi.advanceTimersByTimeAsync(60_000)
  return work
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

describe('stretchOf', () => {
  for (const [kbps, bytes] of [
    [128, 20_000],
    [64, 20_000],
    [128, 200_000],
    [256, 200_000],
  ] as const) {
    it(`reads ${bytes / 1_000} kB at ${kbps} kbit/s as that`, async () => {
      const stretch = await elapsed(stretchOf(arriving(policed(kbps, bytes)), LIMITS))
      expect(rateOf(stretch ? [stretch] : [])).toBeCloseTo(kbps, 0)
    })
  }

  it('counts from chunk to chunk, whole TLS records too, and goes on where it left off', async () => {
    // 16 kB every 2 s are 64 kbit/s.
    const body = arriving(Array.from({ length: 20 }, (_, i) => [(i + 1) * 2_000, 16_000] as const))
    const first = stretchOf(body, LIMITS)
    await vi.advanceTimersByTimeAsync(6_500)
    expect(await first).toEqual({ bytes: 32_000, ms: 4_000, cut: true })
    const second = stretchOf(body, LIMITS)
    await vi.advanceTimersByTimeAsync(5_000)
    expect(await second).toEqual({ bytes: 32_000, ms: 4_000, cut: true })
  })

  it('does not wait for more than one late chunk: what stands still is slow', async () => {
    const body = arriving([[100, 4_000]], { open: true })
    const stretch = await elapsed(stretchOf(body, LIMITS))
    expect(stretch).toEqual({ bytes: 0, ms: 5_000, cut: true })
    expect(rateOf(stretch ? [stretch] : [])).toBe(0)
  })

  it('is nothing when nothing comes in time', async () => {
    expect(await elapsed(stretchOf(arriving([[7_000, 4_000]]), LIMITS))).toBeNull()
  })
})

describe('rateOf', () => {
  const whole = (bytes: number, ms: number) => ({ bytes, ms, cut: false })
  it('takes the stretches of small pages together', () => {
    expect(rateOf([whole(3_000, 500), whole(5_000, 500)])).toBe(64)
  })
  it('says nothing of too little, and no more than our clock can tell', () => {
    expect(rateOf([])).toBeNull()
    expect(rateOf([whole(3_000, 5)])).toBeNull()
    expect(rateOf([whole(50_000, 0)])).toBe(rateOf([whole(50_000, 20)]))
  })
  it('knows of a page that came at once only that it was fast', () => {
    expect(rateAtOnce(20_000, 10)).toBe(8_000)
    expect(rateAtOnce(20_000, 1_000)).toBeNull()
    expect(rateAtOnce(5_000, 10)).toBeNull()
  })
})

describe('ArrivingBody', () => {
  it('reads on by itself, to its limit', async () => {
    const body = arriving(policed(128, 200_000), { limit: 40_000 })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(body).toMatchObject({ bytes: 40_000, state: 'whole' })
  })
  it('is broken when its stream breaks', async () => {
    const body = new ArrivingBody(new ReadableStream({ start: (c) => c.error(new Error('reset')) }), 1e9)
    expect(await body.moves(1_000)).toBe(true)
    expect(body.state).toBe('broken')
  })
})
