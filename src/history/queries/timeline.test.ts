import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { History } from '../open.ts'
import { recordMeasurement } from '../record.ts'
import { DAY_MS, HOUR_MS } from '../rollup.ts'
import { aLook, aVerdict, freshHistory, NOON_IN_ALMATY } from '../test-database.ts'
import { timeline } from './timeline.ts'

let history: History
beforeEach(() => {
  history = freshHistory()
})
afterEach(() => {
  vi.restoreAllMocks()
  history.close()
})

const site = 'https://example.org/'
const NEW_YEAR = Date.UTC(2022, 0, 1)

describe('timeline', () => {
  it('tells a day cell by its looks, and leaves the days without any empty', async () => {
    const told = await history.withDb(async (db) => {
      const at = NEW_YEAR + DAY_MS + HOUR_MS
      await recordMeasurement(db, aLook({ id: 'a', at }))
      await recordMeasurement(db, aLook({ id: 'b', at: at + 1, verdict: aVerdict('blocked', 'ip') }))
      await recordMeasurement(db, aLook({ id: 'c', at: at + 2, verdict: aVerdict('throttled') }))
      await recordMeasurement(db, aLook({ id: 'd', at: at + 3, verdict: aVerdict('untested') }))
      const [from, to] = [NEW_YEAR, NEW_YEAR + 3 * DAY_MS]
      return timeline(db, { targetId: site, networkId: 'unknown', unit: 'day', from, to })
    })
    expect(told.damaged).toBe(0)
    expect(told.cells).toMatchObject([
      { worst: 'unobserved', counts: {}, tally: { n: 0, blockedShare: null, restrictedShare: null } },
      {
        start: NEW_YEAR + DAY_MS,
        end: NEW_YEAR + 2 * DAY_MS,
        worst: 'blocked',
        counts: { reachable: 1, blocked: 1, throttled: 1, untested: 1 },
        tally: { n: 3, blocked: 1, restricted: 1, unjudged: 1, blockedShare: 1 / 3, restrictedShare: 1 / 3 },
      },
      { worst: 'unobserved', tally: { n: 0 } },
    ])
  })

  it('adds up what was seen in the same hour, day and month on several networks', async () => {
    const cells = await history.withDb(async (db) => {
      const there = { networkId: 'as1-kz', verdict: aVerdict('blocked', 'dns') }
      await recordMeasurement(db, aLook({ id: 'a' }))
      await recordMeasurement(db, aLook({ id: 'b', ...there }))
      await recordMeasurement(db, aLook({ id: 'c', at: NOON_IN_ALMATY + 1, ...there }))
      const span = { targetId: site, from: NOON_IN_ALMATY, to: NOON_IN_ALMATY + 1 }
      return Promise.all(
        (['hour', 'day', 'month'] as const).flatMap((unit) =>
          [null, 'as1-kz'].map(async (networkId) => (await timeline(db, { ...span, unit, networkId })).cells),
        ),
      )
    })
    const [all, one] = [{ reachable: 1, blocked: 2 }, { blocked: 2 }]
    expect(cells.map((row) => row.map(({ counts }) => counts))).toEqual(
      [all, one, all, one, all, one].map((counts) => [counts]),
    )
  })

  it('cuts months where the calendar does', async () => {
    const { cells } = await history.withDb((db) =>
      timeline(db, {
        targetId: site,
        networkId: 'unknown',
        unit: 'month',
        from: Date.UTC(2024, 0, 31, 23),
        to: Date.UTC(2024, 2, 1, 0, 0, 0, 1),
      }),
    )
    expect(cells.map(({ start }) => new Date(start).toISOString().slice(0, 10))).toEqual([
      '2024-01-01',
      '2024-02-01',
      '2024-03-01',
    ])
  })

  it('reads counts only, and one store of them', async () => {
    await history.withDb(async (db) => {
      await recordMeasurement(db, aLook())
      const read = [IDBObjectStore.prototype, IDBIndex.prototype].flatMap((prototype) =>
        (['get', 'getAll', 'openCursor', 'openKeyCursor'] as const).map((method) =>
          vi.spyOn(prototype as IDBObjectStore, method),
        ),
      )
      const [from, to] = [NOON_IN_ALMATY - DAY_MS, NOON_IN_ALMATY + DAY_MS]
      await timeline(db, { targetId: site, networkId: null, unit: 'day', from, to })
      const stores = read.flatMap((spy) => spy.mock.contexts.map((store) => (store as IDBObjectStore).name))
      expect(new Set(stores)).toEqual(new Set(['days']))
    })
  })

  it('leaves damaged rows out, and says how many', async () => {
    const told = await history.withDb(async (db) => {
      const row = { networkId: 'unknown', targetId: site, start: NEW_YEAR }
      await db.put('days', { ...row, counts: { reachable: 'many' }, engine: 1 } as never)
      await db.put('days', { ...row, start: NEW_YEAR + DAY_MS, counts: { reachable: 1 }, engine: 1 })
      const [from, to] = [NEW_YEAR, NEW_YEAR + 2 * DAY_MS]
      return timeline(db, { targetId: site, networkId: null, unit: 'day', from, to })
    })
    expect(told.cells.map(({ worst }) => worst)).toEqual(['unobserved', 'reachable'])
    expect(told.damaged).toBe(1)
  })

  it('refuses to draw more cells than anybody can look at', async () => {
    const ask = { targetId: site, networkId: null, unit: 'hour' as const, from: 0, to: NOON_IN_ALMATY }
    await expect(history.withDb((db) => timeline(db, ask))).rejects.toThrow('More than')
  })
})
