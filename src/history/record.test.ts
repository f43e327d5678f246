import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { MECHANISMS, type Mechanism, STATUSES, type Status } from '../../core/model/status.ts'
import type { History } from './open.ts'
import { recordMeasurement } from './record.ts'
import type { Measurement, Sweep } from './records.ts'
import { HOUR_MS } from './rollup.ts'
import type { HistoryDb } from './schema.ts'
import { isJudged } from './standing.ts'
import { getSweep, saveSweep } from './sweeps.ts'
import { aLook, aVerdict, freshHistory, NOON_IN_ALMATY } from './test-database.ts'

let history: History
beforeEach(() => {
  history = freshHistory()
})
afterEach(() => {
  vi.restoreAllMocks()
  history.close()
})

const sweep: Sweep = {
  id: 'sweep',
  pace: 'now',
  networkId: 'unknown',
  startedAt: NOON_IN_ALMATY,
  endedAt: null,
  state: 'running',
  items: ['https://example.org/', 'https://example.com/'].map((url) => ({
    targetId: url,
    url,
    dueAt: NOON_IN_ALMATY,
    done: false,
  })),
  requests: 0,
  bytes: 0,
}

const STORES = ['measurements', 'latest', 'rollups', 'events', 'sweeps'] as const

/** Everything that recording touches, to compare before and after. */
async function everything(db: HistoryDb): Promise<unknown> {
  return Object.fromEntries(await Promise.all(STORES.map(async (store) => [store, await db.getAll(store)])))
}

const record = (look: Measurement) => history.withDb((db) => recordMeasurement(db, look))

describe('recordMeasurement', () => {
  it('writes the look, the standing, the hour, the event and the sweep’s progress', async () => {
    await history.withDb((db) => saveSweep(db, sweep))
    expect(await record(aLook())).toEqual({ event: null })
    const blocked = aLook({
      id: 'second',
      at: NOON_IN_ALMATY + 60_000,
      verdict: aVerdict('blocked', 'dns'),
      requests: 7,
      bytes: 500,
    })
    const { event } = await record(blocked)
    expect(event).toMatchObject({ id: 'second', from: { status: 'reachable' }, to: { status: 'blocked' } })

    await history.withDb(async (db) => {
      expect(await db.get('measurements', 'second')).toEqual(blocked)
      expect(await db.get('events', 'second')).toEqual(event)
      expect(await db.get('latest', ['unknown', 'https://example.org/'])).toMatchObject({
        measurementId: 'second',
        since: blocked.at,
        lastOtherAt: NOON_IN_ALMATY,
      })
      expect(await db.getAll('rollups')).toEqual([
        {
          networkId: 'unknown',
          targetId: 'https://example.org/',
          hour: NOON_IN_ALMATY,
          counts: { reachable: 1, blocked: 1 },
          engine: 1,
        },
      ])
      expect(await getSweep(db, 'sweep')).toMatchObject({
        items: [{ done: true }, { done: false }],
        requests: 8,
        bytes: 1500,
        state: 'running',
      })
    })
  })

  it('records a look outside any stored sweep', async () => {
    await record(aLook({ sweepId: 'gone' }))
    expect(await history.withDb((db) => db.count('sweeps'))).toBe(0)
    expect(await history.withDb((db) => db.count('measurements'))).toBe(1)
  })

  it('keeps networks apart: another network’s standing is no change', async () => {
    await record(aLook({ id: 'a' }))
    const there = aLook({
      id: 'b',
      networkId: 'AS9198',
      at: NOON_IN_ALMATY + 1,
      verdict: aVerdict('blocked', 'ip'),
    })
    expect(await record(there)).toEqual({ event: null })
    expect(await history.withDb((db) => db.count('latest'))).toBe(2)
  })

  it('the same id a second time changes nothing and tells no event again', async () => {
    await history.withDb((db) => saveSweep(db, sweep))
    await record(aLook())
    const change = aLook({ id: 'second', at: NOON_IN_ALMATY + 1, verdict: aVerdict('down') })
    expect((await record(change)).event).not.toBeNull()
    const before = await history.withDb(everything)
    expect(await record(change)).toEqual({ event: null })
    expect(await record({ ...change, verdict: aVerdict('blocked', 'ip') })).toEqual({ event: null })
    expect(await history.withDb(everything)).toEqual(before)
  })

  it('the same look recorded twice at once counts once', async () => {
    await Promise.all([record(aLook()), record(aLook()), record(aLook())])
    const [rollup] = await history.withDb((db) => db.getAll('rollups'))
    expect(rollup?.counts).toEqual({ reachable: 1 })
  })

  it('a damaged standing or count is replaced, not trusted', async () => {
    await history.withDb(async (db) => {
      const key = { networkId: 'unknown', targetId: 'https://example.org/' }
      await db.put('latest', { ...key, at: 'yesterday' } as never)
      await db.put('rollups', { ...key, hour: NOON_IN_ALMATY, counts: 'many' } as never)
    })
    await record(aLook())
    const [rollup] = await history.withDb((db) => db.getAll('rollups'))
    expect(rollup?.counts).toEqual({ reachable: 1 })
  })

  describe.each(STORES)('when writing to %s fails', (failing) => {
    const quota = () => new DOMException('disk full', 'QuotaExceededError')

    it.each(['at once', 'later'])('nothing is half-written, and the code says why (%s)', async (when) => {
      await history.withDb((db) => saveSweep(db, sweep))
      await record(aLook())
      const before = await history.withDb(everything)

      for (const method of ['put', 'add'] as const) {
        const real = IDBObjectStore.prototype[method]
        vi.spyOn(IDBObjectStore.prototype, method).mockImplementation(function (
          this: IDBObjectStore,
          value,
          key,
        ) {
          if (this.name !== failing) return real.call(this, value, key)
          if (when === 'at once') throw quota()
          const request = real.call(this, value, key)
          request.addEventListener('success', () => {
            Object.defineProperty(this.transaction, 'error', { value: quota(), configurable: true })
            this.transaction.abort()
          })
          return request
        })
      }
      const change = aLook({ id: 'second', at: NOON_IN_ALMATY + 1, verdict: aVerdict('down') })
      await expect(record(change)).rejects.toMatchObject({ name: 'HistoryError', code: 'quota' })
      vi.restoreAllMocks()
      expect(await history.withDb(everything)).toEqual(before)

      expect((await record(change)).event).not.toBeNull()
    })
  })

  it('counts every look once, alternates events, and never moves "since" back, whatever the verdicts', async () => {
    const said = fc.record({
      status: fc.constantFrom<Status>(...STATUSES),
      mechanism: fc.constantFrom<Mechanism>(...MECHANISMS),
      gap: fc.integer({ min: 1, max: 2 * HOUR_MS }),
      again: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(said, { minLength: 1, maxLength: 30 }), async (looks) => {
        history.close()
        history = freshHistory()
        let at = NOON_IN_ALMATY
        let since = 0
        let known: string | null = null
        for (const { status, mechanism, gap, again } of looks) {
          at += gap
          const look = aLook({ at, verdict: aVerdict(status, status === 'blocked' ? mechanism : null) })
          const { event } = await record(look)
          if (again) expect(await record(look)).toEqual({ event: null })

          const latest = await history.withDb((db) => db.get('latest', [look.networkId, look.targetId]))
          if (!latest) throw new Error('no latest')
          // Two judged statuses that differ are always an event; unjudged ones never are.
          if (!isJudged(status)) expect(event).toBeNull()
          else if (known !== null && known !== status) expect(event).not.toBeNull()
          if (event) expect(event.lastBefore).toBeLessThan(event.firstAfter)
          if (isJudged(status)) known = status
          expect(latest.since).toBeGreaterThanOrEqual(since)
          expect(latest.since).toBeLessThanOrEqual(at)
          if (latest.lastOtherAt !== null) expect(latest.lastOtherAt).toBeLessThan(latest.since)
          since = latest.since
        }

        const { rollups, events } = await history.withDb(async (db) => ({
          rollups: await db.getAll('rollups'),
          events: await db.getAll('events'),
        }))
        const counted = rollups.flatMap((rollup) => Object.values(rollup.counts)).reduce((a, b) => a + b, 0)
        expect(counted).toBe(looks.length)
        events.forEach((event, index) => {
          expect(event.from).not.toEqual(event.to)
          const previous = events[index - 1]
          if (!previous) return
          expect(event.from.status).toBe(previous.to.status)
          expect(event.lastBefore).toBeGreaterThanOrEqual(previous.firstAfter)
        })
      }),
      { numRuns: 60 },
    )
  })
})
