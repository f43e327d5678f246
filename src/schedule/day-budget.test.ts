import { describe, expect, it } from 'vitest'
import { dayBudgetIn, isUsedUp, localDay, NO_RESERVE, nextLocalDay, reserveFor } from './day-budget.ts'

const HOUR = 3_600_000
const NOON = new Date(2026, 2, 14, 12).getTime()
const LIMITS = { dailyMegabytes: 300, dailyRequests: 20_000 }

function area(kept: Record<string, unknown> = {}) {
  return {
    kept,
    get: async (key: string) => ({ [key]: kept[key] }),
    set: async (items: Record<string, unknown>) => void Object.assign(kept, items),
  }
}

describe('the day budget', () => {
  it('adds up over workers, and side by side', async () => {
    const disk = area()
    const budget = dayBudgetIn(disk)
    await Promise.all(Array.from({ length: 20 }, () => budget.spend({ requests: 2, bytes: 5 }, NOON)))
    await dayBudgetIn(disk).spend({ requests: 1, bytes: 0 }, NOON + HOUR)
    expect(await dayBudgetIn(disk).spent(NOON)).toEqual({ day: '2026-03-14', requests: 41, bytes: 100 })
  })

  it('begins anew with each day of the user, and when the clock was set to another one', async () => {
    const budget = dayBudgetIn(area())
    await budget.spend({ requests: 7, bytes: 7 }, NOON)
    expect(nextLocalDay(NOON)).toBe(new Date(2026, 2, 15).getTime())
    expect((await budget.spent(nextLocalDay(NOON) - 1)).requests).toBe(7)
    for (const other of [nextLocalDay(NOON), NOON - 24 * HOUR]) {
      expect(await budget.spent(other)).toEqual({ day: localDay(other), requests: 0, bytes: 0 })
    }
  })

  it.each(['damaged', { day: '2026-03-14', requests: -4, bytes: 0 }, { day: 3 }])(
    'counts from nothing when %j is kept',
    async (spent) => {
      expect((await dayBudgetIn(area({ spent })).spent(NOON)).requests).toBe(0)
    },
  )

  it.each([
    ['nothing', { requests: 0, bytes: 0 }, false],
    ['a request less', { requests: 19_999, bytes: 0 }, false],
    ['all requests', { requests: 20_000, bytes: 0 }, true],
    ['a byte less', { requests: 0, bytes: 299_999_999 }, false],
    ['all bytes', { requests: 0, bytes: 300_000_000 }, true],
  ] as const)('with %s spent', (_name, spent, isUp) => {
    expect(isUsedUp({ day: 'd', ...spent }, LIMITS, NO_RESERVE)).toBe(isUp)
  })

  it('keeps something back for the heartbeats of the rest of the day, at most half', () => {
    const reserve = reserveFor(NOON, HOUR / 12, LIMITS)
    expect(reserve.requests).toBe(12 * 12 * 3)
    expect(isUsedUp({ day: 'd', requests: 20_000 - 432, bytes: 0 }, LIMITS, reserve)).toBe(true)
    expect(isUsedUp({ day: 'd', requests: 20_000 - 433, bytes: 0 }, LIMITS, reserve)).toBe(false)
    expect(reserveFor(NOON, HOUR / 12, { dailyMegabytes: 1, dailyRequests: 100 })).toEqual({
      requests: 50,
      bytes: 500_000,
    })
  })
})
