import fc from 'fast-check'
import { expect, it } from 'vitest'
import { hypergeometricTail } from './hypergeometric.ts'

it('is the chance that so many of a few hit', () => {
  // Three of three, where three of twenty are marked: 1 / (20 choose 3).
  expect(hypergeometricTail(3, 3, 3, 20)).toBeCloseTo(1 / 1140, 12)
  // The lady tasting tea (Fisher 1935): all four right, or at least three.
  expect(hypergeometricTail(4, 4, 4, 8)).toBeCloseTo(1 / 70, 12)
  expect(hypergeometricTail(3, 4, 4, 8)).toBeCloseTo(17 / 70, 12)
})

it('is certain of what cannot be otherwise, and falls as more is asked', () => {
  expect(hypergeometricTail(0, 5, 3, 20)).toBe(1)
  expect(hypergeometricTail(2, 5, 17, 20)).toBe(1)
  expect(hypergeometricTail(4, 5, 3, 20)).toBe(0)
  const sizes = fc.tuple(fc.integer({ min: 1, max: 60 }), fc.nat(60), fc.nat(60))
  fc.assert(
    fc.property(sizes, ([all, m, d]) => {
      const [marked, drawn] = [Math.min(m, all), Math.min(d, all)]
      const tails = Array.from({ length: drawn + 2 }, (_, hits) =>
        hypergeometricTail(hits, drawn, marked, all),
      )
      for (const [i, tail] of tails.entries()) expect(tail).toBeLessThanOrEqual((tails[i - 1] ?? 1) + 1e-9)
    }),
  )
})
