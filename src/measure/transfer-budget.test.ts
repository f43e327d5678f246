import { describe, expect, it, vi } from 'vitest'
import { LIMITS } from './limits.ts'

const kept: Record<string, unknown> = {}
const local = {
  get: async (key: string) => ({ [key]: kept[key] }),
  set: async (values: Record<string, unknown>) => void Object.assign(kept, values),
}
vi.mock('../platform/browser.ts', () => ({ browser: { storage: { local } } }))
const { transferBudget } = await import('./transfer-budget.ts')
const { SERIES_BYTES } = await import('./transfer-series.ts')

const DAY = 86_400_000
const clear = () => {
  for (const key of Object.keys(kept)) delete kept[key]
}

describe('transferBudget', () => {
  it('is off without megabytes, and gives room for whole series only', async () => {
    clear()
    expect((await transferBudget(0)).hasRoom()).toBe(false)
    expect((await transferBudget(1)).take()).toBe(false)
    const two = await transferBudget(2)
    expect(two.take()).toBe(true)
    expect(two.hasRoom()).toBe(false)
    expect(two.take()).toBe(false)
  })

  it('gives back what a series did not use', async () => {
    clear()
    const budget = await transferBudget(2)
    budget.take()
    await budget.spent(100_000)
    expect(budget.hasRoom()).toBe(true)
  })

  it('remembers what the day has used, and forgets it the next day or when it cannot be read', async () => {
    clear()
    const first = await transferBudget(3, () => DAY * 100)
    first.take()
    await first.spent(SERIES_BYTES)
    first.take()
    await first.spent(SERIES_BYTES)
    expect((await transferBudget(3, () => DAY * 100 + 1)).hasRoom()).toBe(false)
    expect((await transferBudget(3, () => DAY * 101)).hasRoom()).toBe(true)
    kept.transfers = { day: 7 }
    expect((await transferBudget(3, () => DAY * 100 + 1)).hasRoom()).toBe(true)
  })

  it('tests a few sites a sweep at most', async () => {
    clear()
    const budget = await transferBudget(1_000)
    const taken = Array.from({ length: LIMITS.transferSeries + 3 }, () => budget.take())
    expect(taken.filter(Boolean)).toHaveLength(LIMITS.transferSeries)
  })
})
