import { describe, expect, it } from 'vitest'
import { inFirstSlots } from './first-slots.ts'

/** A place of work that shows who is in, and lets the test settle and end each. */
function bench(count: number, widths: { first: number; diagnosis: number }) {
  const begun: number[] = []
  const settle = new Map<number, () => void>()
  const end = new Map<number, (error?: Error) => void>()
  const done = inFirstSlots(
    Array.from({ length: count }, (_, i) => i),
    widths,
    (item, settled) => {
      begun.push(item)
      settle.set(item, settled)
      return new Promise((resolve, reject) => end.set(item, (error) => (error ? reject(error) : resolve())))
    },
  )
  return {
    begun,
    settle: (i: number) => settle.get(i)?.(),
    end: (i: number, e?: Error) => end.get(i)?.(e),
    done,
  }
}

describe('inFirstSlots', () => {
  it('lets the next begin when a first look is settled, not when its diagnosis has ended', () => {
    const b = bench(4, { first: 1, diagnosis: 9 })
    expect(b.begun).toEqual([0])
    b.settle(0)
    b.settle(0)
    expect(b.begun).toEqual([0, 1])
    b.settle(1)
    expect(b.begun).toEqual([0, 1, 2])
  })

  it('waits when too many diagnoses are under way', async () => {
    const b = bench(3, { first: 2, diagnosis: 1 })
    expect(b.begun).toEqual([0, 1])
    b.settle(0)
    b.settle(1)
    expect(b.begun).toEqual([0, 1])
    b.end(0)
    b.end(1)
    await expect.poll(() => b.begun).toEqual([0, 1, 2])
    b.end(2)
    await b.done
  })

  it('ends when all have ended, with the first error, and with nothing to do at once', async () => {
    const b = bench(3, { first: 2, diagnosis: 2 })
    b.end(0, new Error('first'))
    await expect.poll(() => b.begun.length).toBe(3)
    b.end(1)
    b.end(2)
    await expect(b.done).rejects.toThrow('first')
    await inFirstSlots([], { first: 1, diagnosis: 1 }, () => Promise.reject(new Error('never')))
  })
})
