import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { idsFrom, newId, timeOfId } from './ids.ts'

describe('newId', () => {
  it('is thirteen digits of time, a dash, and the random part', () => {
    expect(newId(1_641_376_800_000, () => 'abc')).toBe('1641376800000-abc')
    expect(newId(7, () => 'abc')).toBe('0000000000007-abc')
  })

  it('sorts by time as a string', () => {
    const instant = fc.integer({ min: 0, max: 9_999_999_999_999 })
    fc.assert(
      fc.property(instant, instant, (a, b) => {
        fc.pre(a !== b)
        expect(newId(a) < newId(b)).toBe(a < b)
      }),
    )
  })

  it('differs for the same instant', () => {
    expect(new Set(Array.from({ length: 100 }, () => newId(1))).size).toBe(100)
  })

  it('lies between the bounds of its own instant, which it tells', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9_999_999_999_998 }), (at) => {
        const id = newId(at)
        expect(idsFrom(at) < id && id < idsFrom(at + 1)).toBe(true)
        expect(timeOfId(id)).toBe(at)
      }),
    )
    expect(timeOfId('second')).toBeNull()
  })
})
