import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { History } from '../open.ts'
import type { HistoryEvent } from '../records.ts'
import type { HistoryDb } from '../schema.ts'
import { freshHistory } from '../test-database.ts'
import { type EventKey, type EventsAsk, eventsPage } from './events.ts'

let history: History
beforeEach(() => {
  history = freshHistory()
})
afterEach(() => {
  history.close()
})

const TARGETS = ['https://a.example/', 'https://a.example/b', 'https://c.example/']
const NETWORKS = ['as1-kz', 'as2-kz', 'unknown']

const anEvent = (overrides: Partial<HistoryEvent>): HistoryEvent => ({
  id: 'event',
  networkId: 'unknown',
  targetId: 'https://a.example/',
  url: 'https://a.example/',
  lastBefore: 1,
  firstAfter: 2,
  from: { status: 'reachable', mechanism: null },
  to: { status: 'blocked', mechanism: 'dns' },
  ...overrides,
})

async function put(db: HistoryDb, events: readonly HistoryEvent[]) {
  const tx = db.transaction('events', 'readwrite')
  await Promise.all([...events.map((event) => tx.store.put(event)), tx.done])
}

/** All pages, one after the other. */
async function whole(db: HistoryDb, ask: EventsAsk) {
  const events: HistoryEvent[] = []
  const sizes: number[] = []
  let damaged = 0
  let before: EventKey | null = null
  do {
    const page = await eventsPage(db, { ...ask, before })
    events.push(...page.events)
    sizes.push(page.events.length)
    damaged += page.damaged
    before = page.next
  } while (before)
  return { events, sizes, damaged }
}

describe('eventsPage', () => {
  it('has every event once, the newest first, however it is paged and filtered', async () => {
    const said = fc.record({
      targetId: fc.constantFrom(...TARGETS),
      networkId: fc.constantFrom(...NETWORKS),
      // Few instants: many events share one.
      firstAfter: fc.integer({ min: 1_700_000_000_000, max: 1_700_000_000_006 }),
    })
    const asked = fc.record({
      limit: fc.integer({ min: 1, max: 5 }),
      targetId: fc.constantFrom(undefined, ...TARGETS),
      networkId: fc.constantFrom(undefined, ...NETWORKS),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(said, { maxLength: 25 }), asked, async (list, ask) => {
        history.close()
        history = freshHistory()
        const { limit, targetId, networkId } = ask
        const events = list.map((one, n) => anEvent({ ...one, id: `${(n * 7) % 25}` }))
        const found = await history.withDb(async (db) => {
          await put(db, events)
          return whole(db, {
            limit,
            ...(targetId === undefined ? {} : { targetId }),
            ...(networkId === undefined ? {} : { networkId }),
          })
        })
        const mine = events.filter(
          (e) => e.targetId === (targetId ?? e.targetId) && e.networkId === (networkId ?? e.networkId),
        )
        expect(found.events).toEqual(
          mine.sort((a, b) => b.firstAfter - a.firstAfter || (a.id < b.id ? 1 : -1)),
        )
        expect(found.sizes.every((size) => size <= limit)).toBe(true)
      }),
      { numRuns: 150 },
    )
  }, 60_000)

  it('leaves damaged rows out, says how many, and goes on behind them', async () => {
    const { feed, one } = await history.withDb(async (db) => {
      await put(db, [
        anEvent({ id: 'a', firstAfter: 1 }),
        anEvent({ id: 'b', firstAfter: 2, to: 'gone' as never }),
        anEvent({ id: 'c', firstAfter: 3 }),
      ])
      return {
        feed: await whole(db, { limit: 1 }),
        one: await whole(db, { limit: 1, targetId: 'https://a.example/' }),
      }
    })
    for (const { events, damaged } of [feed, one]) {
      expect(events.map(({ id }) => id)).toEqual(['c', 'a'])
      expect(damaged).toBe(1)
    }
  })

  it('looks at a bounded number of rows for a page, even when none is of the network', async () => {
    const rare = anEvent({ id: 'rare', networkId: 'rare', firstAfter: 1 })
    const common = Array.from({ length: 1200 }, (_, n) => anEvent({ id: `${n}`, firstAfter: 2 + n }))
    await history.withDb(async (db) => {
      await put(db, [rare, ...common])
      const { events, sizes } = await whole(db, { limit: 10, networkId: 'rare' })
      expect(events).toEqual([rare])
      expect(sizes).toEqual([0, 0, 1])
    })
  })
})
