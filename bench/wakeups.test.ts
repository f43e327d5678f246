import { expect, it } from 'vitest'
import { countWakeups } from './wakeups.ts'

it('counts an alarm and the start that it causes once, and every other start', () => {
  expect(countWakeups([], [])).toBe(0)
  expect(countWakeups([10_000, 40_000], [10_400])).toBe(2)
  expect(countWakeups([10_000], [9_000, 10_400, 14_000])).toBe(3)
})
