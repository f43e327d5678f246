import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Status } from '../../core/model/status.ts'
import type { Engine } from './judged-again.ts'
import { engine, look, SITE, STEP, said } from './judged-looks.test-kit.ts'
import type { History } from './open.ts'
import { outdatedSeries, reJudge } from './re-judge.ts'
import { recordMeasurement } from './record.ts'
import type { Latest, LongRollup, Measurement } from './records.ts'
import { HOUR_MS } from './rollup.ts'
import type { HistoryDb } from './schema.ts'
import { aVerdict, freshHistory, NOON_IN_ALMATY } from './test-database.ts'

let history: History
function fresh(): void {
  history = freshHistory()
}
beforeEach(fresh)
afterEach(() => history.close())

const KEY: [string, string] = ['unknown', SITE]
/** Many small databases: on a busy machine that takes a while, and nothing here is about time. */
const PATIENCE = 120_000

const record = (m: Measurement) => history.withDb((db) => recordMeasurement(db, m))
async function recordAll(looks: readonly Measurement[]): Promise<void> {
  for (const one of looks) await record(one)
}
const run = (version = 2, batch = 4, ready?: () => Promise<void>, signal = new AbortController().signal) =>
  history.withDb((db) => reJudge(db, { engine: engine(version), batch, signal, ...(ready ? { ready } : {}) }))

const STORES = ['measurements', 'latest', 'rollups', 'days', 'months', 'events'] as const
/** Without what only spares the popup reading the hours: judging again lets it read them. */
const everything = () =>
  history.withDb(async (db: HistoryDb) => {
    const stores = await Promise.all(STORES.map(async (store) => [store, await db.getAll(store)]))
    const { latest: rows, ...rest } = Object.fromEntries(stores)
    return { ...rest, latest: rows.map(({ recent: _, ...row }: Latest) => row) }
  })
const latest = () => history.withDb(async (db) => (await db.get('latest', KEY)) as Latest)
/** As if it had never been done. */
const forget = () =>
  history.withDb(async (db) => {
    for (const row of await db.getAll('latest')) await db.put('latest', { ...row, engine: 0 })
  })

describe('reJudge', () => {
  it('tells history as the newer engine sees it: verdicts, counts, events, and where the target stands', async () => {
    await recordAll([
      look(0, said('reachable')),
      look(1, said('inconclusive', 'blocked')),
      look(2, said('inconclusive', 'blocked')),
      look(3, said('down', 'blocked')),
    ])
    expect(await history.withDb((db) => outdatedSeries(db, 2))).toEqual([KEY])
    await run()
    const { measurements, rollups, events } = await everything()
    expect(measurements.map((m: Measurement) => [m.verdict.status, m.verdict.confidence])).toEqual([
      ['reachable', null],
      ['blocked', 'likely'],
      ['blocked', 'confirmed'],
      ['blocked', 'confirmed'],
    ])
    expect(rollups).toMatchObject([{ counts: { reachable: 1, blocked: 3 }, engine: 2 }])
    expect(events).toMatchObject([
      {
        id: look(2, {}).id,
        lastBefore: look(0, {}).at,
        firstAfter: look(1, {}).at,
        to: { mechanism: 'tls-sni' },
      },
    ])
    expect(await latest()).toMatchObject({
      verdict: { status: 'blocked', confidence: 'confirmed', engine: 2 },
      since: look(1, {}).at,
      lastOtherAt: look(0, {}).at,
      engine: 2,
    })
    expect(await latest()).not.toHaveProperty('reJudged')
    expect(await history.withDb((db) => outdatedSeries(db, 2))).toEqual([])
  })

  it('takes away an event that the newer engine does not see', async () => {
    await recordAll([look(0, said('reachable')), ...[1, 2].map((n) => look(n, said('blocked', 'reachable')))])
    expect((await everything()).events).toHaveLength(1)
    await run()
    expect((await everything()).events).toEqual([])
    expect(await latest()).toMatchObject({ since: look(0, {}).at, retestAt: null })
  })

  const statuses = fc.constantFrom<Status>(
    'reachable',
    'blocked',
    'down',
    'inconclusive',
    'untested',
    'throttled',
  )
  const series = fc.array(fc.record({ one: statuses, two: statuses, gap: fc.integer({ min: 1, max: 9 }) }), {
    minLength: 1,
    maxLength: 25,
  })
  type Drawn = { one: Status; two: Status; gap: number }[]
  const looksOf = (drawn: Drawn) => {
    let n = 0
    return drawn.map(({ one, two, gap }) => {
      n += gap
      return look(n, said(one, two))
    })
  }

  it(
    'by the same rules changes nothing, whatever was seen and however it is cut into batches',
    async () => {
      await fc.assert(
        fc.asyncProperty(series, fc.integer({ min: 1, max: 9 }), async (drawn, batch) => {
          history.close()
          fresh()
          await recordAll(looksOf(drawn))
          const before = await everything()
          await forget()
          await run(1, batch)
          expect(await everything()).toEqual(before)
        }),
        { numRuns: 40 },
      )
    },
    PATIENCE,
  )

  it(
    'cut off anywhere goes on there: nothing lost, nothing twice, the same as in one go, also the second time',
    async () => {
      await fc.assert(
        fc.asyncProperty(series, fc.integer({ min: 1, max: 4 }), async (drawn, batch) => {
          const looks = looksOf(drawn)
          const inOneGo = async () => {
            history.close()
            fresh()
            await recordAll(looks)
            await run(2, 1_000)
            return everything()
          }
          const whole = await inOneGo()

          history.close()
          fresh()
          await recordAll(looks)
          for (let starts = 0; (await latest()).engine !== 2; starts++) {
            expect(starts).toBeLessThan(100)
            const dying = new AbortController()
            let batches = 0
            await run(2, batch, async () => void (batches++ === 1 && dying.abort()), dying.signal)
          }
          expect(await everything()).toEqual(whole)
          await forget()
          await run(2, batch)
          expect(await everything()).toEqual(whole)
        }),
        { numRuns: 25 },
      )
    },
    PATIENCE,
  )

  it('meets a look that was recorded between two batches, once', async () => {
    const looks = Array.from({ length: 20 }, (_, n) =>
      look(n * 3, said('reachable', n < 10 ? 'reachable' : 'blocked')),
    )
    await recordAll(looks)
    let batches = 0
    const fresh = look(
      100,
      { ...said('reachable', 'blocked') },
      { verdict: { ...aVerdict('blocked', 'tls-sni'), engine: 2 } },
    )
    await run(2, 4, async () => {
      if (++batches === 3) await record(fresh)
    })
    expect(batches).toBeGreaterThan(3)
    const { measurements, rollups, events } = await everything()
    expect(measurements).toHaveLength(21)
    const counted = rollups.reduce(
      (sum: Record<string, number>, { counts }: { counts: Record<string, number> }) => ({
        reachable: (sum.reachable ?? 0) + (counts.reachable ?? 0),
        blocked: (sum.blocked ?? 0) + (counts.blocked ?? 0),
      }),
      {},
    )
    expect(counted).toEqual({ reachable: 10, blocked: 11 })
    expect(events).toHaveLength(1)
    expect(await latest()).toMatchObject({
      measurementId: fresh.id,
      engine: 2,
      standing: { status: 'blocked' },
    })
  })

  it('leaves what this build cannot read as it was told', async () => {
    const strange = look(1, said('blocked', 'reachable'), { observations: [{ v: 99, kind: 'new' }] as never })
    await recordAll([look(0, said('blocked', 'down')), strange])
    const before = await history.withDb((db) => db.get('measurements', strange.id))
    await run()
    expect(await history.withDb((db) => db.get('measurements', strange.id))).toEqual(before)
    expect((await everything()).rollups).toMatchObject([{ counts: { down: 1, blocked: 1 }, engine: 1 }])
  })

  it('keeps the counts of looks that are gone, and their engine, in that hour alone', async () => {
    const inLaterHour = HOUR_MS / STEP
    const looks = [0, 1, 2, inLaterHour].map((n) => look(n, said('down', 'reachable')))
    await recordAll(looks)
    await history.withDb((db) => db.delete('measurements', (looks[0] as Measurement).id))
    await run()
    const expected = [
      { counts: { down: 1, reachable: 2 }, engine: 1 },
      { counts: { reachable: 1 }, engine: 2 },
    ]
    expect((await everything()).rollups).toMatchObject(expected)
    await forget()
    await run()
    expect((await everything()).rollups).toMatchObject(expected)
  })

  it('tells days and months as their hours are told, by the engine of the oldest of them', async () => {
    const day = (24 * HOUR_MS) / STEP
    await recordAll([0, 1, 40, day, 40 * day].map((n) => look(n, said('down', 'blocked'))))
    const sums = async () => {
      const { rollups, days, months } = await everything()
      const told = ({ counts, mechanisms, restricted, engine }: LongRollup) => [
        counts,
        mechanisms,
        restricted,
        engine,
      ]
      return { hours: rollups.length, days: days.map(told), months: months.map(told) }
    }
    await run(2, 1)
    const blocked = (n: number) => [{ blocked: n }, { 'tls-sni': n }, 0, 2]
    expect(await sums()).toEqual({
      hours: 4,
      days: [blocked(3), blocked(1), blocked(1)],
      months: [blocked(4), blocked(1)],
    })
  })

  it('keeps in the day what is gone from its hours, and judges what is left', async () => {
    const looks = [0, 6, 12].map((n) => look(n, said('down', 'blocked')))
    await recordAll(looks)
    await history.withDb(async (db) => {
      await db.delete('measurements', (looks[0] as Measurement).id)
      await db.delete('rollups', [...KEY, NOON_IN_ALMATY])
    })
    const expected = [{ counts: { down: 1, blocked: 2 }, mechanisms: { 'tls-sni': 2 }, engine: 1 }]
    await run()
    expect((await everything()).days).toMatchObject(expected)
    expect((await everything()).months).toMatchObject(expected)
    await forget()
    await run()
    expect((await everything()).days).toMatchObject(expected)
  })

  it('keeps the events of looks that are gone, and goes on from the last of them', async () => {
    const looks = (['reachable', 'blocked', 'blocked', 'blocked', 'blocked'] as const).map((one, n) =>
      look(n, said(one)),
    )
    await recordAll(looks)
    const { events } = await everything()
    expect(events).toHaveLength(1)
    await history.withDb(async (db) => {
      for (const { id } of looks.slice(0, 2)) await db.delete('measurements', id)
    })
    await run()
    expect((await everything()).events).toEqual(events)
    expect(await latest()).toMatchObject({ since: looks[1]?.at, lastOtherAt: looks[0]?.at, engine: 2 })
  })

  it('judges under the access of its time: kept, or told by what was seen then', async () => {
    const asked: boolean[] = []
    const verdict = aVerdict('blocked', 'unknown')
    const capped = { ...verdict, rules: ['x', 'ceiling.listed-sites-only'] }
    await recordAll([
      look(0, said('blocked'), { allSites: true, verdict: capped }),
      look(1, said('blocked'), { verdict: capped }),
      look(2, said('blocked')),
      look(3, said('inconclusive')),
    ])
    const spy: Engine = {
      version: 2,
      judge(input) {
        asked.push(input.allSites)
        return engine(2).judge(input)
      },
    }
    const { signal } = new AbortController()
    await history.withDb((db) => reJudge(db, { engine: spy, batch: 9, signal }))
    expect(asked).toEqual([true, false, true, false])
  })
})
