import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MECHANISMS, STATUSES } from '../../core/model/status.ts'
import type { Verdict } from '../../core/model/verdict.ts'
import { addCounts, isRestricted, restrictedOf, totalOf, withoutCounts } from './counts.ts'
import type { Counts } from './records.ts'
import { aVerdict } from './test-database.ts'

describe('isRestricted', () => {
  it.each<[string, Verdict, boolean]>([
    ['slowed', aVerdict('throttled'), true],
    ['refused here only', { ...aVerdict('refused'), scope: 'here' }, true],
    ['refused to everyone', { ...aVerdict('refused'), scope: 'everyone' }, false],
    ['refused, to whom unknown', aVerdict('refused'), false],
    ['through a foreign root', { ...aVerdict('reachable'), warnings: ['tls-interception'] }, true],
    ['with another warning', { ...aVerdict('reachable'), warnings: ['reused-connection'] }, false],
    ['blocked is blocked', { ...aVerdict('blocked'), warnings: ['tls-interception'] }, false],
    ['free', aVerdict('reachable'), false],
    ['down', aVerdict('down'), false],
  ])('%s', (_name, verdict, expected) => {
    expect(isRestricted(verdict)).toBe(expected)
  })

  it('was not counted in old rows: the nearest known stands in', () => {
    expect(restrictedOf({ counts: { throttled: 2, refused: 1, reachable: 9 }, engine: 1 })).toBe(3)
    expect(restrictedOf({ counts: { throttled: 2 }, restricted: 0, engine: 1 })).toBe(0)
  })
})

const some = fc.integer({ min: 1, max: 50 })
const anyCounts: fc.Arbitrary<Counts> = fc
  .record({
    counts: fc.dictionary(fc.constantFrom(...STATUSES), some),
    restricted: fc.option(some, { nil: undefined }),
    mechanisms: fc.dictionary(fc.constantFrom(...MECHANISMS), some),
    latency: fc.option(fc.record({ n: some, sum: fc.integer({ min: 0, max: 9_999 }) }), { nil: undefined }),
    engine: fc.integer({ min: 1, max: 9 }),
  })
  .map(
    ({ counts, restricted, mechanisms, latency, engine }): Counts => ({
      counts,
      engine,
      ...(restricted === undefined ? {} : { restricted }),
      ...(Object.keys(mechanisms).length === 0 ? {} : { mechanisms }),
      ...(latency === undefined ? {} : { latency }),
    }),
  )

describe('adding', () => {
  it('loses and invents nothing, in whatever order', () => {
    fc.assert(
      fc.property(anyCounts, anyCounts, (a, b) => {
        const sum = addCounts(a, b)
        expect(totalOf(sum)).toBe(totalOf(a) + totalOf(b))
        expect(restrictedOf(sum)).toBe(restrictedOf(a) + restrictedOf(b))
        expect(sum).toEqual(addCounts(b, a))
        expect(sum.engine).toBe(Math.min(a.engine, b.engine))
      }),
    )
  })

  it('and taking away again gives what there was', () => {
    fc.assert(
      fc.property(anyCounts, anyCounts, (a, b) => {
        const back = withoutCounts(addCounts(a, b), b)
        expect(back).toEqual({ ...a, restricted: restrictedOf(a), engine: Math.min(a.engine, b.engine) })
      }),
    )
  })

  it('taking away more than there is leaves nothing', () => {
    const none = withoutCounts({ counts: { blocked: 1 }, engine: 1 }, { counts: { blocked: 2 }, engine: 2 })
    expect(none).toEqual({ counts: {}, restricted: 0, engine: 1 })
  })
})
