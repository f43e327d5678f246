import { describe, expect, it } from 'vitest'
import { RateLimit } from './rate-limit.ts'

/** Bytes let through in this time by somebody who always wants more, asking when told to. */
function passed(kbps: number, ms: number): number {
  const limit = new RateLimit(kbps, 0)
  let total = 0
  for (let now = 0; now < ms; now += limit.wait()) total += limit.take(65_536, now)
  return total
}

describe('RateLimit', () => {
  it.each([64, 128, 256, 1000])('lets about %i kbit/s through', (kbps) => {
    const fair = (kbps / 8) * 10_000
    expect(passed(kbps, 10_000)).toBeGreaterThan(fair * 0.95)
    expect(passed(kbps, 10_000)).toBeLessThan(fair * 1.05 + 1460)
  })

  it('saves no more than a moment’s worth while idle', () => {
    const limit = new RateLimit(1000, 0)
    limit.take(65_536, 0)
    expect(limit.take(1_000_000, 60_000)).toBeLessThanOrEqual(6250)
  })
})
