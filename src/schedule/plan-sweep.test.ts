import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PACE } from './pace.ts'
import { nextDue, planSweep, shuffled, spreadAnew } from './plan-sweep.ts'

const targets = (n: number) =>
  Array.from({ length: n }, (_, i) => ({ id: `t${i}`, url: `https://t${i}.test/` }))
const plan = (n: number, pace: 'now' | 'background', random = () => 0.5) =>
  planSweep(
    { id: 's', pace, networkId: 'n', targets: targets(n), now: 1000, intervalMs: 3_600_000, random },
    PACE,
  )

describe('planSweep', () => {
  it('makes everything due at once when asked for now, in the order given', () => {
    const sweep = plan(30, 'now')
    expect(sweep.items.every((i) => i.dueAt === 1000 && !i.done)).toBe(true)
    expect(sweep.items.map((i) => i.targetId)).toEqual(targets(30).map((t) => t.id))
  })

  it('spreads a background sweep over half the interval, every target once', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 60 }),
        fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })),
        (n, xs) => {
          const sweep = plan(n, 'background', () => xs.next().value as number)
          expect(new Set(sweep.items.map((i) => i.targetId)).size).toBe(n)
          for (const { dueAt } of sweep.items) {
            expect(dueAt).toBeGreaterThanOrEqual(1000)
            expect(dueAt).toBeLessThan(1000 + 1_800_000)
          }
          const batches = new Set(sweep.items.map((i) => i.dueAt)).size
          expect(batches).toBe(Math.min(n, PACE.backgroundBatches))
        },
      ),
    )
  })

  it('spreads what is undone anew, and touches nothing that is done', () => {
    fc.assert(
      fc.property(
        fc.subarray(targets(20).map((t) => t.id)),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (done, x) => {
          const sweep = plan(20, 'background')
          for (const item of sweep.items) item.done = done.includes(item.targetId)
          const now = 50_000_000
          const anew = spreadAnew(sweep, { now, intervalMs: 3_600_000, random: () => x }, PACE)
          expect(anew.items.map((i) => i.targetId)).toEqual(sweep.items.map((i) => i.targetId))
          for (const [n, item] of anew.items.entries()) {
            if (item.done) expect(item).toEqual(sweep.items[n])
            else expect(item.dueAt).toBeGreaterThanOrEqual(now)
            expect(item.dueAt).toBeLessThan(now + 1_800_000)
          }
          if (done.length < 20) expect(nextDue(anew)).toBe(now)
          // No more at once than in an ordinary batch.
          const batches = new Map<number, number>()
          for (const i of anew.items.filter((i) => !i.done))
            batches.set(i.dueAt, (batches.get(i.dueAt) ?? 0) + 1)
          expect(Math.max(0, ...batches.values())).toBeLessThanOrEqual(Math.ceil(20 / PACE.backgroundBatches))
        },
      ),
    )
  })

  it('says when the next undone item is due', () => {
    const sweep = plan(12, 'background')
    expect(nextDue(sweep)).toBe(1000)
    for (const item of sweep.items.slice(0, 2)) item.done = true
    expect(nextDue(sweep)).toBe(1000 + 300_000)
    for (const item of sweep.items) item.done = true
    expect(nextDue(sweep)).toBeNull()
  })
})

describe('shuffled', () => {
  it('moves things about and loses none', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer()),
        fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })),
        (xs, r) => {
          expect(shuffled(xs, () => r.next().value as number).sort()).toEqual([...xs].sort())
        },
      ),
    )
    expect(shuffled([1, 2, 3, 4], () => 0)).not.toEqual([1, 2, 3, 4])
  })
})
