import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isOwed, sweepPeriod } from './sweep-period.ts'

const MINUTE = 60_000
const settings = { intervalMinutes: 60 }

describe('sweepPeriod', () => {
  it.each([
    [[], 60],
    [[{}, {}], 60],
    [[{}, { intervalMinutes: 15 }], 15],
    [[{ intervalMinutes: 240 }, { intervalMinutes: 180 }], 180],
  ] as const)('of %j is %i minutes', (targets, minutes) => {
    expect(sweepPeriod(targets, settings)).toBe(minutes * MINUTE)
  })
})

describe('isOwed', () => {
  it('lets a target join every sweep of its own interval, wherever in the sweep its looks lie', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(share, share, fc.integer({ min: 15, max: 1_440 }), (early, jitter, minutes) => {
        const period = minutes * MINUTE
        // The look may lie up to half a period after its sweep began; the next one comes a tenth sooner or later.
        const lastAt = early * (period / 2)
        const now = Math.round(period * (0.9 + 0.2 * jitter)) + 1
        expect(isOwed(lastAt, { now, intervalMs: period, periodMs: period, jitter: 0.1 })).toBe(true)
      }),
    )
  })

  it('keeps a target of a longer interval out of the sweeps between', () => {
    const how = { intervalMs: 240 * MINUTE, periodMs: 60 * MINUTE, jitter: 0.1 }
    expect([1, 2, 3].map((n) => isOwed(0, { ...how, now: n * 60 * MINUTE }))).toEqual([false, false, false])
    expect(isOwed(0, { ...how, now: 240 * MINUTE })).toBe(true)
    expect(isOwed(null, { ...how, now: 0 })).toBe(true)
    // Seen on a clock that was ahead.
    expect(isOwed(9e12, { ...how, now: 0 })).toBe(true)
  })
})
