import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { binomialTail } from './binomial.ts'
import { median } from './median.ts'
import { rankSumP } from './rank-sum.ts'
import { wilson } from './wilson.ts'

describe('median', () => {
  it.each<[number[], number | null]>([
    [[], null],
    [[7], 7],
    [[3, 1, 2], 2],
    [[10, 1, 4, 2], 3],
  ])('of %j is %s', (values, middle) => {
    expect(median(values)).toBe(middle)
  })
})

describe('binomialTail', () => {
  // By hand: 1 - .98^5 - 5 * .02 * .98^4, and the textbook's coins.
  it.each([
    [2, 5, 0.02, 0.0038423872],
    [2, 2, 0.02, 0.0004],
    [1, 5, 0.02, 0.0960792032],
    [3, 5, 0.5, 0.5],
    [5, 5, 0.5, 0.03125],
    [0, 5, 0.5, 1],
    [6, 5, 0.5, 0],
    [1, 5, 0, 0],
    [5, 5, 1, 1],
  ])('%i or more of %i at %f', (hits, n, p, chance) => {
    expect(binomialTail(hits, n, p)).toBeCloseTo(chance, 12)
  })

  it('keeps its head with thousands of trials', () => {
    expect(binomialTail(2000, 4000, 0.5)).toBeCloseTo(0.5063, 4)
    expect(binomialTail(4000, 4000, 0.9)).toBeLessThan(1e-100)
    expect(binomialTail(1, 100_000, 0.5)).toBeCloseTo(1, 9)
  })

  it('falls with each further hit asked for and rises with the chance of one', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 1, max: 200 }),
        fc.double({ min: 0.01, max: 0.9, noNaN: true }),
        (n, hits, p) => {
          const tail = binomialTail(hits, n, p)
          expect(tail).toBeGreaterThanOrEqual(binomialTail(hits + 1, n, p) - 1e-12)
          expect(tail).toBeLessThanOrEqual(binomialTail(hits, n, p + 0.05) + 1e-12)
          // What is not at least so many is fewer: seen from the misses' side.
          expect(tail + binomialTail(n - hits + 1, n, 1 - p)).toBeCloseTo(1, 9)
        },
      ),
    )
  })
})

describe('wilson', () => {
  // Published: lower bounds of k of k, upper of none of n.
  it.each([
    [3, 3, 0.44, 1],
    [5, 5, 0.57, 1],
    [10, 10, 0.72, 1],
    [8, 10, 0.49, 0.943],
    [15, 20, 0.53, 0.888],
    [0, 3, 0, 0.56],
    [0, 5, 0, 0.43],
    [0, 10, 0, 0.28],
    [0, 0, 0, 1],
  ])('%i of %i', (hits, n, low, high) => {
    const [below, above] = wilson(hits, n)
    expect(below).toBeCloseTo(low, 2)
    expect(above).toBeCloseTo(high, 2)
  })

  it('holds the share, stays a share, and narrows with more trials', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.double({ min: 0, max: 1, noNaN: true }), (n, part) => {
        const hits = Math.round(n * part)
        const [low, high] = wilson(hits, n)
        expect(low).toBeGreaterThanOrEqual(0)
        expect(high).toBeLessThanOrEqual(1)
        expect(low).toBeLessThanOrEqual(hits / n)
        expect(high).toBeGreaterThanOrEqual(hits / n)
        const [lower, higher] = wilson(hits * 4, n * 4)
        expect(higher - lower).toBeLessThan(high - low)
      }),
    )
  })
})

/** The definition, by trying every choice: slow, and short enough to trust. */
function byTrying(low: number[], high: number[]): number {
  const values = [...low, ...high]
  const rank = (value: number) =>
    values.filter((other) => other < value).length +
    (values.filter((other) => other === value).length + 1) / 2
  const observed = low.reduce((sum, value) => sum + rank(value), 0)
  let all = 0
  let asLow = 0
  for (let choice = 0; choice < 1 << values.length; choice++) {
    const picked = values.filter((_, i) => choice & (1 << i))
    if (picked.length !== low.length) continue
    all += 1
    if (picked.reduce((sum, value) => sum + rank(value), 0) <= observed) asLow += 1
  }
  return asLow / all
}

describe('rankSumP', () => {
  it.each([
    [3, 3, 1 / 20],
    [4, 4, 1 / 70],
    [5, 4, 1 / 126],
    [5, 5, 1 / 252],
    [6, 6, 1 / 924],
  ])('%i all below %i', (n, m, p) => {
    const low = Array.from({ length: n }, (_, i) => i)
    const high = Array.from({ length: m }, (_, i) => 100 + i)
    expect(rankSumP(low, high)).toBeCloseTo(p, 12)
    expect(rankSumP(high, low)).toBeCloseTo(1, 12)
  })

  it('is 1 where there is nothing to compare, or nothing to tell apart', () => {
    expect(rankSumP([], [1, 2])).toBe(1)
    expect(rankSumP([1, 2], [])).toBe(1)
    expect(rankSumP([5, 5, 5], [5, 5, 5])).toBe(1)
  })

  it('agrees with trying every choice, ties and all', () => {
    const side = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(side, side, (low, high) => {
        expect(rankSumP(low, high)).toBeCloseTo(byTrying(low, high), 12)
      }),
    )
  })

  it('looks at the order alone', () => {
    const side = fc.array(fc.integer({ min: 1, max: 10_000 }), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(side, side, (low, high) => {
        const cube = (values: number[]) => values.map((value) => value ** 3)
        expect(rankSumP(cube(low), cube(high))).toBe(rankSumP(low, high))
      }),
    )
  })
})
