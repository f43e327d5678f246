import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY_MS, dayOf, HOUR_MS, hourOf, monthOf, nextMonthOf } from './rollup.ts'
import { NOON_IN_ALMATY } from './test-database.ts'

const utc = (text: string) => Date.parse(`${text}T00:00:00Z`)

describe('starts', () => {
  it('of the UTC hour', () => {
    expect(hourOf(NOON_IN_ALMATY)).toBe(NOON_IN_ALMATY)
    expect(hourOf(NOON_IN_ALMATY + HOUR_MS - 1)).toBe(NOON_IN_ALMATY)
    expect(hourOf(NOON_IN_ALMATY + HOUR_MS)).toBe(NOON_IN_ALMATY + HOUR_MS)
  })

  it('of the UTC day and month, across a leap day and a new year', () => {
    expect(dayOf(NOON_IN_ALMATY)).toBe(utc('2022-01-05'))
    expect(monthOf(utc('2024-02-29') + DAY_MS - 1)).toBe(utc('2024-02-01'))
    expect(nextMonthOf(utc('2024-02-29'))).toBe(utc('2024-03-01'))
    expect(nextMonthOf(utc('2023-12-31'))).toBe(utc('2024-01-01'))
  })

  it('every day lies in one month, every hour in one day', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: utc('2100-01-01') }), (at) => {
        expect(dayOf(hourOf(at))).toBe(dayOf(at))
        expect(monthOf(dayOf(at))).toBe(monthOf(at))
        expect(monthOf(at)).toBeLessThanOrEqual(at)
        expect(nextMonthOf(at)).toBeGreaterThan(at)
        expect(monthOf(nextMonthOf(at))).toBe(nextMonthOf(at))
      }),
    )
  })
})
