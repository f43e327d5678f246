import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { MECHANISMS, type Mechanism, STATUSES, type Status } from '../../core/model/status.ts'
import { failed } from '../../core/verdict/observe.test-kit.ts'
import { isJudged } from '../../core/verdict/series.ts'
import type { History } from './open.ts'
import { recordMeasurement } from './record.ts'
import type { Measurement, Sweep } from './records.ts'
import { HOUR_MS } from './rollup.ts'
import type { HistoryDb } from './schema.ts'
import { getSweep, saveSweep } from './sweeps.ts'
import { aLook, aVerdict, freshHistory, NOON_IN_ALMATY } from './test-database.ts'
import { recordTick } from './ticks.ts'

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

/** Past the residual window, so that the next look is a vote of its own. */
const LATER = 180_000

const STORES = ['measurements', 'latest', 'rollups', 'days', 'months', 'events', 'sweeps'] as const

/** Everything that recording touches, to compare before and after. */
async function everything(db: HistoryDb): Promise<unknown> {
  return Object.fromEntries(await Promise.all(STORES.map(async (store) => [store, await db.getAll(store)])))
}

const record = (look: Measurement) => history.withDb((db) => recordMeasurement(db, look))

describe('recordMeasurement', () => {
  it('writes the look, the standing, the hour, the event and the sweep’s progress', async () => {
    await history.withDb((db) => saveSweep(db, sweep))
    expect(await record(aLook())).toMatchObject({ event: null })
    const blocked = aLook({
      id: 'second',
      at: NOON_IN_ALMATY + 60_000,
      verdict: aVerdict('blocked', 'dns'),
      requests: 7,
      bytes: 500,
    })
    expect((await record(blocked)).event).toBeNull()
    const again = { ...blocked, id: 'third', at: blocked.at + LATER, requests: 0, bytes: 0 }
    const { event, verdict } = await record(again)
    expect(event).toEqual({
      id: 'third',
      networkId: 'unknown',
      targetId: 'https://example.org/',
      url: 'https://example.org/',
      lastBefore: NOON_IN_ALMATY,
      firstAfter: blocked.at,
      from: { status: 'reachable', mechanism: null },
      to: { status: 'blocked', mechanism: 'dns' },
    })
    expect(verdict.confidence).toBe('confirmed')

    await history.withDb(async (db) => {
      expect(await db.get('measurements', 'second')).toEqual(blocked)
      expect(await db.get('measurements', 'third')).toEqual({ ...again, verdict })
      expect(await db.get('events', 'third')).toEqual(event)
      expect(await db.get('latest', ['unknown', 'https://example.org/'])).toMatchObject({
        measurementId: 'third',
        verdict,
        since: blocked.at,
        lastOtherAt: NOON_IN_ALMATY,
        retestAt: null,
        engine: 1,
      })
      expect(await db.getAll('rollups')).toEqual([
        {
          networkId: 'unknown',
          targetId: 'https://example.org/',
          hour: NOON_IN_ALMATY,
          counts: { reachable: 1, blocked: 2 },
          restricted: 0,
          mechanisms: { dns: 2 },
          engine: 1,
        },
      ])
      const { hour: _, ...counted } = (await db.getAll('rollups'))[0] ?? { hour: 0 }
      const start = (text: string) => Date.parse(`${text}T00:00:00Z`)
      expect(await db.getAll('days')).toEqual([{ ...counted, start: start('2022-01-05') }])
      expect(await db.getAll('months')).toEqual([{ ...counted, start: start('2022-01-01') }])
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
    expect((await record(there)).event).toBeNull()
    expect((await record({ ...there, id: 'c', at: there.at + LATER })).event).toBeNull()
    expect(await history.withDb((db) => db.count('latest'))).toBe(2)
  })

  it('the same id a second time changes nothing and tells no event again', async () => {
    await history.withDb((db) => saveSweep(db, sweep))
    await record(aLook())
    const first = aLook({ id: 'second', at: NOON_IN_ALMATY + 1, verdict: aVerdict('down') })
    const change = { ...first, id: 'third', at: first.at + LATER }
    await record(first)
    expect((await record(change)).event).not.toBeNull()
    const before = await history.withDb(everything)
    for (const known of [first, change, { ...change, verdict: aVerdict('blocked', 'ip') }]) {
      expect((await record(known)).event).toBeNull()
    }
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
      await record(aLook({ id: 'first', at: NOON_IN_ALMATY + 1, verdict: aVerdict('down') }))
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
      const change = aLook({ id: 'second', at: NOON_IN_ALMATY + LATER + 1, verdict: aVerdict('down') })
      await expect(record(change)).rejects.toMatchObject({ name: 'HistoryError', code: 'quota' })
      vi.restoreAllMocks()
      expect(await history.withDb(everything)).toEqual(before)

      expect((await record(change)).event).not.toBeNull()
    })
  })

  it('asks for a soon-retest after an anomaly, once only for a target reset in Firefox', async () => {
    const retestAt = async () => (await history.withDb((db) => db.getAll('latest')))[0]?.retestAt
    const weak = { ...aVerdict('blocked', 'unknown'), confidence: 'suspected' as const }
    const reset = [failed('https://example.org/', 'tcp.reset')].flat()
    for (const [browser, observations, times] of [
      ['firefox 153', reset, 1],
      ['chromium 156', reset, 2],
      ['firefox 153', [], 2],
    ] as const) {
      history.close()
      history = freshHistory()
      const look = (n: number) =>
        aLook({ at: NOON_IN_ALMATY + n * LATER, verdict: weak, browser, observations: [...observations] })
      for (let n = 0; n < 3; n++) {
        await record(look(n))
        if (n < times) expect(await retestAt()).toBeGreaterThan(look(n).at + LATER)
        else expect(await retestAt()).toBeNull()
      }
    }
  })

  it('knows by its heartbeats that the line is poor, and confirms later then', async () => {
    const confidences = async (failing: number) => {
      history.close()
      history = freshHistory()
      for (let n = 0; n < 40; n++) {
        const references = { 'a.example': n % 10 >= failing, 'b.example': true, 'never.example': false }
        const at = NOON_IN_ALMATY - n * 60_000
        const tick = { at, scheduledAt: null, monotonic: 0, networkId: 'unknown', references }
        await history.withDb((db) => recordTick(db, { ...tick, connectivity: 'online' as const }))
        // What another network did is its own business.
        const other = { ...tick, at: at + 1, networkId: 'other', references: { 'a.example': false } }
        await history.withDb((db) => recordTick(db, { ...other, connectivity: 'online' as const }))
      }
      const told = []
      for (let n = 0; n < 4; n++) {
        const look = aLook({ at: NOON_IN_ALMATY + n * LATER, verdict: aVerdict('blocked', 'dns') })
        told.push((await record(look)).verdict.confidence)
      }
      return told
    }
    expect(await confidences(0)).toEqual(['likely', 'confirmed', 'confirmed', 'confirmed'])
    expect(await confidences(6)).toEqual(['likely', 'likely', 'likely', 'confirmed'])
  })

  it('counts every look once, alternates events, and keeps its brackets in order, whatever the verdicts', async () => {
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
        for (const { status, mechanism, gap, again } of looks) {
          at += gap
          const look = aLook({ at, verdict: aVerdict(status, status === 'blocked' ? mechanism : null) })
          const { event } = await record(look)
          if (again) expect((await record(look)).event).toBeNull()

          const latest = await history.withDb((db) => db.get('latest', [look.networkId, look.targetId]))
          if (!latest) throw new Error('no latest')
          if (!isJudged(status)) expect(event).toBeNull()
          if (event) expect(event.lastBefore).toBeLessThan(event.firstAfter)
          expect(latest.since).toBeLessThanOrEqual(at)
          if (latest.lastOtherAt !== null) expect(latest.lastOtherAt).toBeLessThan(latest.since)
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
  }, 120_000)
})
