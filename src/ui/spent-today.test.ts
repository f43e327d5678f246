import { describe, expect, it, vi } from 'vitest'

vi.mock('../platform/browser.ts', () => ({ browser: {} }))
const { spentToday } = await import('./spent-today.ts')

const NOW = new Date(2026, 0, 4, 0, 30).getTime()
const NOTHING = { requests: 0, bytes: 0 }

describe('what today used', () => {
  it('is what is stored under the day of the user’s own calendar', () => {
    expect(spentToday({ day: '2026-01-04', requests: 7, bytes: 90 }, NOW)).toEqual({ requests: 7, bytes: 90 })
  })

  it.each([
    ['of yesterday', { day: '2026-01-03', requests: 7, bytes: 90 }],
    ['not there', undefined],
    ['negative', { day: '2026-01-04', requests: -7, bytes: 90 }],
    ['not a number', { day: '2026-01-04', requests: '7', bytes: 90 }],
  ])('is nothing when it is %s', (_what, stored) => {
    expect(spentToday(stored, NOW)).toEqual(NOTHING)
  })
})
