import fc from 'fast-check'
import { expect, it } from 'vitest'
import { jittered } from './jitter.ts'

it('stays within its share, and reaches both ends of it', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1e9 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (ms, share, dice) => {
        const spacing = jittered(ms, share, () => dice)
        expect(spacing).toBeGreaterThanOrEqual(Math.floor(ms * (1 - share)))
        expect(spacing).toBeLessThanOrEqual(Math.ceil(ms * (1 + share)))
      },
    ),
  )
  expect(jittered(1_000, 0.1, () => 0)).toBe(900)
  expect(jittered(1_000, 0.1, () => 0.5)).toBe(1_000)
  expect(jittered(1_000, 0.1, () => 1)).toBe(1_100)
})
