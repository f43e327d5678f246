import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { STATUSES } from '../../core/model/status.ts'
import { askBackfill, backfillStep } from './backfill.ts'
import { backfillPending } from './backfill-mark.ts'
import { countLook } from './count-look.ts'
import type { History } from './open.ts'
import { reJudge } from './re-judge.ts'
import { recordMeasurement } from './record.ts'
import type { Counts, Measurement } from './records.ts'
import { DAY_MS, dayOf, HOUR_MS, hourOf, monthOf } from './rollup.ts'
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

const anyLook = fc
  .record({
    days: fc.integer({ min: 0, max: 70 }),
    hours: fc.integer({ min: 0, max: 23 }),
    status: fc.constantFrom(...STATUSES),
    site: fc.constantFrom('https://a.example/', 'https://b.example/'),
    networkId: fc.constantFrom('home', 'phone'),
  })
  .map(({ days, hours, status, site, networkId }) => ({
    at: NOON_IN_ALMATY + days * DAY_MS + hours * HOUR_MS,
    verdict: aVerdict(status, status === 'blocked' ? 'dns' : null),
    targetId: site,
    networkId,
  }))
const someLooks = fc.array(anyLook, { minLength: 1, maxLength: 25 }).map(withIds)

function withIds(drawn: Partial<Measurement>[]): Measurement[] {
  return drawn.map((look, n) => aLook({ ...look, id: `${look.at}-${n}` }))
}

const record = (look: Measurement) => history.withDb((db) => recordMeasurement(db, look))
const step = () => history.withDb(backfillStep)
const ask = (from: 'looks' | 'hours') => history.withDb((db) => askBackfill(db, from))

/** As schema 1 left it: hours without what is counted now, no days, no months. */
async function asSchema1(): Promise<void> {
  await history.withDb(async (db) => {
    for (const { networkId, targetId, hour, counts, engine } of await db.getAll('rollups')) {
      await db.put('rollups', { networkId, targetId, hour, counts, engine })
    }
    await db.clear('days')
    await db.clear('months')
    await db.put('meta', { key: 'backfill', value: { after: null } })
  })
}

async function throughAll(meanwhile: (steps: number) => Promise<unknown> = async () => {}): Promise<number> {
  let steps = 0
  do {
    expect(steps).toBeLessThan(2_000)
    await meanwhile(steps++)
  } while (!(await step()))
  return steps
}

function naive(looks: readonly Measurement[], name: 'hour' | 'start', startOf: (at: number) => number) {
  const rows = new Map<string, Counts & Record<string, unknown>>()
  for (const look of looks) {
    const { networkId, targetId } = look
    const key = JSON.stringify([networkId, targetId, startOf(look.at)])
    rows.set(key, {
      ...countLook(rows.get(key) ?? null, look),
      networkId,
      targetId,
      [name]: startOf(look.at),
    })
  }
  return rows
}

async function expectCounted(looks: readonly Measurement[]): Promise<void> {
  const { hours, days, months } = await history.withDb(async (db) => ({
    hours: await db.getAll('rollups'),
    days: await db.getAll('days'),
    months: await db.getAll('months'),
  }))
  const keyed = (rows: { networkId: string; targetId: string; start?: number; hour?: number }[]) =>
    new Map(rows.map((row) => [JSON.stringify([row.networkId, row.targetId, row.start ?? row.hour]), row]))
  expect(keyed(hours)).toEqual(naive(looks, 'hour', hourOf))
  expect(keyed(days)).toEqual(naive(looks, 'start', dayOf))
  expect(keyed(months)).toEqual(naive(looks, 'start', monthOf))
}

describe('backfillStep', () => {
  it('counts nothing where nothing waits', async () => {
    await record(aLook())
    expect(await history.withDb(backfillPending)).toBe(false)
    expect(await step()).toBe(true)
    await ask('looks')
    expect(await history.withDb(backfillPending)).toBe(true)
    await throughAll()
    expect(await history.withDb(backfillPending)).toBe(false)
  })

  it('counts every look once, with looks coming meanwhile, each part by a worker of its own', async () => {
    await fc.assert(
      fc.asyncProperty(someLooks, fc.array(anyLook, { maxLength: 15 }), async (before, drawn) => {
        history.close()
        history = freshHistory()
        const during = withIds(drawn).map((look) => ({ ...look, id: `${look.id}-during` }))
        for (const look of before) await record(look)
        await asSchema1()
        const coming = [...during]
        await throughAll(async () => {
          const look = coming.shift()
          if (look) await record(look)
          history.close()
        })
        for (const look of coming) await record(look)
        await expectCounted([...before, ...during])
      }),
      { numRuns: 40 },
    )
  }, 120_000)

  it('cut off in the middle of a part leaves that part undone, and goes on there', async () => {
    await fc.assert(
      fc.asyncProperty(someLooks, fc.integer({ min: 0, max: 12 }), async (looks, dyingPut) => {
        history.close()
        history = freshHistory()
        for (const look of looks) await record(look)
        await asSchema1()
        let puts = 0
        const put = IDBObjectStore.prototype.put
        vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
          this: IDBObjectStore,
          value,
          key,
        ) {
          if (puts++ === dyingPut) throw new Error('killed')
          return put.call(this, value, key)
        })
        while (!(await step().catch(() => false)));
        vi.restoreAllMocks()
        await expectCounted(looks)
      }),
      { numRuns: 30 },
    )
  }, 120_000)

  it('a second time changes nothing', async () => {
    const looks = withIds([0, 1, 2, 40].map((days) => ({ at: NOON_IN_ALMATY + days * DAY_MS })))
    for (const look of looks) await record(look)
    for (const from of ['looks', 'hours'] as const) {
      await ask(from)
      await throughAll()
      await expectCounted(looks)
    }
  })

  it('never lowers what is counted: looks and hours that are gone stay counted in the day', async () => {
    const looks = withIds([0, 1, 2].map((hours) => ({ at: NOON_IN_ALMATY + hours * HOUR_MS })))
    for (const look of looks) await record(look)
    await history.withDb(async (db) => {
      await db.delete('measurements', looks[0]?.id ?? '')
      await db.delete('measurements', looks[1]?.id ?? '')
      await db.delete('rollups', ['unknown', 'https://example.org/', looks[0]?.at ?? 0])
    })
    await ask('looks')
    await throughAll()
    const { hours, days } = await history.withDb(async (db) => ({
      hours: await db.getAll('rollups'),
      days: await db.getAll('days'),
    }))
    expect(hours.map(({ counts }) => counts)).toEqual([{ reachable: 1 }, { reachable: 1 }])
    expect(days.map(({ counts }) => counts)).toEqual([{ reachable: 3 }])
  })

  it('agrees with judging again, whichever comes first in each month', async () => {
    await fc.assert(
      fc.asyncProperty(someLooks, fc.integer({ min: 0, max: 12 }), async (looks, steps) => {
        history.close()
        history = freshHistory()
        for (const look of looks) await record(look)
        await asSchema1()
        for (let n = 0; n < steps; n++) await step()
        const engine = { version: 2, judge: () => ({ ...aVerdict('blocked', 'ip'), engine: 2 }) }
        const { signal } = new AbortController()
        await history.withDb((db) => reJudge(db, { engine, batch: 3, signal }))
        await throughAll()
        const judged = await history.withDb((db) => db.getAll('measurements'))
        await expectCounted(judged)
      }),
      { numRuns: 40 },
    )
  }, 120_000)

  it('begins again behind a damaged marker', async () => {
    await record(aLook())
    await history.withDb((db) => db.put('meta', { key: 'backfill', value: { stage: 'half' } }))
    await throughAll()
    await expectCounted([aLook()])
  })

  it('counts heartbeats by hour and network, and leaves alone what was told as they came', async () => {
    const tick = (at: number, networkId: string) => ({
      at,
      networkId,
      scheduledAt: null,
      monotonic: 0,
      connectivity: 'online' as const,
      references: { 'a.example': true, 'b.example': false },
    })
    await history.withDb(async (db) => {
      for (let n = 0; n < 50; n++) await db.put('ticks', tick(NOON_IN_ALMATY + n * HOUR_MS, 'home'))
      await db.put('ticks', tick(NOON_IN_ALMATY + 1, 'phone'))
      await recordTick(db, tick(NOON_IN_ALMATY + 60 * HOUR_MS, 'home'))
    })
    const told = await history.withDb((db) => db.getAll('linkHours'))
    expect(told).toHaveLength(1)
    await ask('hours')
    await throughAll()
    const hours = await history.withDb((db) => db.getAll('linkHours'))
    expect(hours).toHaveLength(52)
    expect(hours).toContainEqual(told[0])
    expect(hours[0]).toMatchObject({ networkId: 'home', states: { online: 1 }, asked: 2, answered: 1 })
  })
})
