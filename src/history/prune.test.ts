import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { STATUSES } from '../../core/model/status.ts'
import { newId } from './ids.ts'
import { looksSize } from './looks-size.ts'
import type { History } from './open.ts'
import { PRUNE_BATCH, pruneOldest } from './prune-looks.ts'
import { recordMeasurement } from './record.ts'
import type { Measurement, Sweep } from './records.ts'
import { DAY_MS, HOUR_MS } from './rollup.ts'
import { aLook, aVerdict, freshHistory, NOON_IN_ALMATY } from './test-database.ts'
import { runUpkeep } from './upkeep.ts'

let history: History
beforeEach(() => {
  history = freshHistory()
})
afterEach(() => {
  vi.restoreAllMocks()
  history.close()
})

const NOW = NOON_IN_ALMATY
const limits = { keepDays: 30, keepMegabytes: 2_000 }
const daysAgo = (days: number, more: Partial<Measurement> = {}) => {
  const at = NOW - days * DAY_MS
  return aLook({ at, id: newId(at), ...more })
}
const recordAll = (looks: readonly Measurement[]) =>
  history.withDb(async (db) => {
    for (const look of looks) await recordMeasurement(db, look)
  })
const ages = () =>
  history.withDb(async (db) => (await db.getAll('measurements')).map(({ at }) => (NOW - at) / DAY_MS))
const upkeep = (settings = limits, budgetMs = 60_000) => runUpkeep(history, settings, NOW, { budgetMs })

describe('looks', () => {
  it('go when they are older than the settings keep; the newest of each target stays', async () => {
    const other = { targetId: 'https://b.example/', url: 'https://b.example/' }
    await recordAll([50, 40, 31, 30, 29, 0].map((days) => daysAgo(days)))
    await recordAll([70, 60].map((days) => daysAgo(days, other)))
    expect(await upkeep()).toEqual({ removed: 4, more: false })
    expect(await ages()).toEqual([60, 30, 29, 0])
    expect(await upkeep()).toEqual({ removed: 0, more: false })
  })

  it('on which it rests where a target stands stay, though newer ones say nothing', async () => {
    await recordAll([
      daysAgo(90),
      daysAgo(80, { verdict: aVerdict('down') }),
      daysAgo(79, { verdict: aVerdict('down') }),
      daysAgo(50, { verdict: aVerdict('untested') }),
      daysAgo(40, { verdict: aVerdict('untested') }),
    ])
    await upkeep()
    expect(await ages()).toEqual([79, 40])
  })

  it('go oldest first when they take more room than they may, and not before', async () => {
    const text = 'x'.repeat(100_000)
    await recordAll(Array.from({ length: 120 }, (_, n) => daysAgo(20 - n / 10, { browser: text })))
    const { bytes } = await history.withDb(looksSize)
    expect(bytes / 1_000_000).toBeGreaterThan(12)
    expect(bytes / 1_000_000).toBeLessThan(12.2)
    expect(await upkeep({ ...limits, keepMegabytes: 13 })).toEqual({ removed: 0, more: false })
    const { removed } = await upkeep({ ...limits, keepMegabytes: 10 })
    expect(removed).toBeGreaterThanOrEqual(20)
    expect(removed).toBeLessThan(24)
    const left = await ages()
    expect(Math.max(...left)).toBeCloseTo(20 - removed / 10)
    // Counted by whole days, of which the oldest may be gone in part.
    expect((await history.withDb(looksSize)).bytes).toBeLessThanOrEqual(11_000_000)
  })

  it('more than a batch of them go batch by batch, and a run cut short goes on there', async () => {
    const long = Array.from({ length: 2 * PRUNE_BATCH + 10 }, (_, n) => daysAgo(100 - n / 100))
    await history.withDb(async (db) => {
      for (const look of long) await db.put('measurements', look)
    })
    const first = await upkeep(limits, 0)
    expect(first).toEqual({ removed: PRUNE_BATCH, more: true })
    let { removed } = first
    let runs = 0
    for (let more = true; more; runs++) {
      // Time enough for two batches.
      let time = 0
      const run = await runUpkeep(history, limits, NOW, { budgetMs: 2, clock: () => time++ })
      removed += run.removed
      more = run.more
      expect(run.removed).toBeLessThanOrEqual(2 * PRUNE_BATCH)
    }
    expect(removed).toBe(long.length)
    expect(runs).toBeGreaterThan(1)
    expect(await ages()).toEqual([])
  })

  it('wait for whatever is better to do before each batch', async () => {
    await recordAll([50, 40, 0].map((days) => daysAgo(days)))
    const ready = vi.fn(async () => {})
    const pruned: number[] = []
    ready.mockImplementation(async () => {
      pruned.push(await history.withDb((db) => db.count('measurements')))
    })
    await runUpkeep(history, limits, NOW, { ready })
    expect(pruned[0]).toBe(3)
    expect(pruned.at(-1)).toBe(1)
  })

  it('make room when asked, whatever their age', async () => {
    await recordAll([5, 4, 3, 2, 1, 0].map((days) => daysAgo(days)))
    expect(await history.withDb((db) => pruneOldest(db, 2))).toBe(2)
    expect(await ages()).toEqual([3, 2, 1, 0])
    expect(await history.withDb((db) => pruneOldest(db, 99))).toBe(3)
    expect(await ages()).toEqual([0])
  })
})

describe('whatever goes', () => {
  const counted = () =>
    history.withDb(async (db) => {
      const stores = ['latest', 'rollups', 'days', 'months', 'events'] as const
      return Object.fromEntries(await Promise.all(stores.map(async (name) => [name, await db.getAll(name)])))
    })
  const anyLook = fc.record({
    days: fc.integer({ min: 0, max: 399 }),
    status: fc.constantFrom(...STATUSES),
    site: fc.constantFrom('https://a.example/', 'https://b.example/'),
  })

  it('counts, events and where each target stands stay as they are', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyLook, { maxLength: 30 }),
        fc.integer({ min: 1, max: 300 }),
        async (drawn, keepDays) => {
          history.close()
          history = freshHistory()
          const looks = drawn
            .sort((a, b) => b.days - a.days)
            .map(({ days, status, site }) => daysAgo(days, { verdict: aVerdict(status), targetId: site }))
          await recordAll(looks)
          await runUpkeep(history, { keepDays: 3_000, keepMegabytes: 2_000 }, NOW)
          const before = await counted()
          await upkeep({ keepDays, keepMegabytes: 10 })
          expect(await counted()).toEqual(before)
          for (const { measurementId } of before.latest) {
            expect(await history.withDb((db) => db.count('measurements', measurementId))).toBe(1)
          }
          const tooOld = (await ages()).filter((days) => days > keepDays)
          expect(tooOld.length).toBeLessThanOrEqual(2 * before.latest.length)
        },
      ),
      { numRuns: 40 },
    )
  }, 120_000)

  it('days and months outlive their hours', async () => {
    await recordAll([500, 401, 399, 0].map((days) => daysAgo(days)))
    await upkeep({ keepDays: 3_000, keepMegabytes: 2_000 })
    const left = await history.withDb(async (db) => ({
      hours: (await db.getAll('rollups')).map(({ hour }) => (NOW - hour) / DAY_MS),
      days: await db.count('days'),
      months: await db.count('months'),
      looks: await db.count('measurements'),
    }))
    expect(left).toEqual({ hours: [399, 0], days: 4, months: 4, looks: 4 })
  })

  it('hours wait until they are summed up', async () => {
    await recordAll([500, 0].map((days) => daysAgo(days)))
    await history.withDb(async (db) => {
      await db.clear('days')
      await db.clear('months')
      await db.put('meta', { key: 'backfill', value: { after: null } })
    })
    for (let more = true; more; ) more = (await upkeep(limits, 0)).more
    expect(await history.withDb((db) => db.count('days'))).toBe(2)
  })
})

describe('the rest', () => {
  it('heartbeats go with the looks, in steps, and the link’s hours with the hours', async () => {
    await history.withDb(async (db) => {
      for (let days = 0; days < 450; days += 10) {
        const at = NOW - days * DAY_MS
        const hour = { asked: 1, answered: 1, states: {}, inOutage: false }
        const tick = { scheduledAt: null, monotonic: 0, connectivity: 'online' as const, references: {} }
        await db.put('ticks', { ...tick, at, networkId: 'home' })
        for (const networkId of ['home', 'phone']) await db.put('linkHours', { ...hour, hour: at, networkId })
      }
      await db.delete('meta', 'backfill')
    })
    await upkeep()
    const left = await history.withDb(async (db) => ({
      ticks: (await db.getAllKeys('ticks')).map((at) => (NOW - at) / DAY_MS),
      oldest: Math.max(...(await db.getAll('linkHours')).map(({ hour }) => (NOW - hour) / DAY_MS)),
      hours: await db.count('linkHours'),
    }))
    expect(left).toEqual({ ticks: [30, 20, 10, 0], oldest: 400, hours: 2 * 41 })
  })

  it('plans of sweeps go a month after they ended, never one that goes on', async () => {
    const sweep = (days: number, state: Sweep['state']): Sweep => ({
      id: newId(NOW - days * DAY_MS),
      pace: 'background',
      networkId: 'home',
      startedAt: NOW - days * DAY_MS,
      endedAt: state === 'running' ? null : NOW - days * DAY_MS + HOUR_MS,
      state,
      items: [],
      requests: 0,
      bytes: 0,
    })
    await history.withDb(async (db) => {
      for (const days of [60, 40, 20]) await db.put('sweeps', sweep(days, 'done'))
      await db.put('sweeps', sweep(59, 'running'))
      for (let n = 0; n < 120; n++)
        await db.put('sweeps', { ...sweep(90, 'stopped'), id: newId(NOW - 90 * DAY_MS) })
    })
    await upkeep()
    const left = await history.withDb((db) => db.getAll('sweeps'))
    expect(left.map(({ startedAt, state }) => [(NOW - startedAt) / DAY_MS, state])).toEqual([
      [59, 'running'],
      [20, 'done'],
    ])
  })
})
