import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { accepted, baseFailureRate, boundOf, PRIOR_FAILURE_RATE, weigh, weightOf } from './sequential.ts'

/** How many looks in a row decide. */
function straight(failed: boolean, p0: number, errorRate: number): number {
  let n = 0
  for (let sum = 0; Math.abs(sum) < boundOf(errorRate); n++) sum += weightOf(failed, p0)
  return n
}

describe('the sequential test', () => {
  it.each([
    [0.05, 2.89, -2.25],
    [0.3, 1.1, -1.95],
  ])('at a base rate of %d weighs a failure %d and a success %d', (p0, failure, success) => {
    expect(weightOf(true, p0)).toBeCloseTo(failure, 2)
    expect(weightOf(false, p0)).toBeCloseTo(success, 2)
  })

  it.each([
    [0.05, 0.01, 2],
    [0.05, 0.001, 3],
    [0.05, 0.00001, 4],
    [0.3, 0.01, 5],
    [0.3, 0.001, 7],
  ])('base rate %d, error %d: %i straight failures accept', (p0, error, n) => {
    expect(straight(true, p0, error)).toBe(n)
  })

  it.each([
    [0.01, 3],
    [0.001, 4],
    [0.00001, 6],
  ])('base rate 0.05, error %d: %i straight successes clear', (error, n) => {
    expect(straight(false, 0.05, error)).toBe(n)
  })

  it('accepts by the sum, and lets later looks turn it however long the series was', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 200 }), (before) => {
        let sum = before.reduce((s, failed) => weigh(s, failed, PRIOR_FAILURE_RATE), 0)
        for (let i = 0; i < 4; i++) sum = weigh(sum, true, PRIOR_FAILURE_RATE)
        expect(accepted(sum)).toBe(true)
        for (let i = 0; i < 5; i++) sum = weigh(sum, false, PRIOR_FAILURE_RATE)
        expect(accepted(sum)).toBe(false)
      }),
    )
  })
})

describe('baseFailureRate', () => {
  it.each([
    [0, 0, 0.05],
    [0, 20, 0.025],
    [0, 10_000, 0.02],
    [30, 100, 31 / 120],
    [100, 100, 0.5],
  ])('%i failures of %i: %d', (failures, looks, rate) => {
    expect(baseFailureRate(failures, looks)).toBeCloseTo(rate, 6)
  })
})
