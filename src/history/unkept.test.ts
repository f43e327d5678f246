import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { History } from './open.ts'
import { reJudge } from './re-judge.ts'
import { recordMeasurement } from './record.ts'
import type { Measurement } from './records.ts'
import { saveSweep } from './sweeps.ts'
import { aLook, aVerdict, freshHistory, NOON_IN_ALMATY } from './test-database.ts'
import { forgetUnkept, keptLatest } from './unkept.ts'

let history: History
beforeEach(() => {
  history = freshHistory()
})
afterEach(() => history.close())

const LATER = 180_000
const look = (n: number, more: Partial<Measurement> = {}) =>
  aLook({ at: NOON_IN_ALMATY + n * LATER, id: `look ${n}`, ...more })
const record = (one: Measurement, keep: boolean) =>
  history.withDb((db) => recordMeasurement(db, one, undefined, keep))
const recordAll = async (looks: Measurement[], keep: boolean) => {
  for (const one of looks) await record(one, keep)
}
const STORES = ['measurements', 'latest', 'rollups', 'days', 'months', 'events', 'sweeps'] as const
const everything = () =>
  history.withDb(async (db) =>
    Object.fromEntries(await Promise.all(STORES.map(async (store) => [store, await db.getAll(store)]))),
  )
const forget = () => history.withDb(forgetUnkept)
const blocked = { verdict: aVerdict('blocked', 'dns') }

describe('without history', () => {
  it('there is where each target stands and its newest look, and nothing else', async () => {
    await recordAll([look(0), look(1), look(2)], false)
    const there = look(1, { id: 'there', networkId: 'phone' })
    await record(there, false)
    const { measurements, latest, ...rest } = await everything()
    expect(measurements.map(({ id }: Measurement) => id)).toEqual(['look 2', 'there'])
    expect(latest).toMatchObject([{ measurementId: 'there' }, { measurementId: 'look 2' }])
    expect(rest).toEqual({ rollups: [], days: [], months: [], events: [], sweeps: [] })
  })

  it('what is shown is as true as with it: looks confirm each other, and a change is told', async () => {
    await record(look(0), false)
    await record(look(1, blocked), false)
    const { event, verdict } = await record(look(2, blocked), false)
    expect(event).toMatchObject({ to: { status: 'blocked' } })
    expect(verdict.confidence).toBe('confirmed')
    expect((await everything()).events).toEqual([])
  })

  it('a look twice, or one that comes late, changes nothing', async () => {
    await recordAll([look(0), look(2)], false)
    const before = await everything()
    // It began before the other, and ended after it.
    await recordAll([look(2), look(1, { ms: LATER + 1 })], false)
    expect(await everything()).toEqual(before)
  })

  it('the next start of the browser forgets it all, plans too', async () => {
    await history.withDb((db) =>
      saveSweep(db, {
        id: 'sweep',
        pace: 'now',
        networkId: 'unknown',
        startedAt: 1,
        endedAt: null,
        state: 'running',
        items: [],
        requests: 0,
        bytes: 0,
      }),
    )
    await recordAll([look(0), look(1)], false)
    await forget()
    for (const rows of Object.values(await everything())) expect(rows).toEqual([])
  })
})

describe('switching', () => {
  const early = [look(0), look(1, blocked), look(2, blocked)]
  const dark = [look(3), look(4)]
  const late = [look(5, { verdict: aVerdict('down') }), look(6, { verdict: aVerdict('down') })]

  it('it off leaves what was there as it was', async () => {
    await recordAll(early, true)
    const before = await everything()
    await recordAll(dark, false)
    const during = await everything()
    expect(during.measurements.map(({ id }: Measurement) => id)).toEqual([
      'look 0',
      'look 1',
      'look 2',
      'look 4',
    ])
    for (const store of ['rollups', 'days', 'months', 'events'] as const) {
      expect(during[store]).toEqual(before[store])
    }
    expect(during.latest[0].verdict.status).toBe('reachable')
    expect(keptLatest(during.latest[0])).toEqual(before.latest[0])
    await forget()
    expect(await everything()).toEqual(before)
  })

  it('it on again leaves no trace of what was seen between', async () => {
    await recordAll([...early, ...late], true)
    const never = await everything()
    history.close()
    history = freshHistory()
    await recordAll(early, true)
    await recordAll(dark, false)
    await recordAll(late, true)
    expect(await everything()).toEqual(never)
  })

  it('it off from the beginning, then on, is a beginning', async () => {
    await recordAll(late, true)
    const never = await everything()
    history.close()
    history = freshHistory()
    await recordAll(dark, false)
    await recordAll(late, true)
    expect(await everything()).toEqual(never)
  })

  it('judging again meanwhile judges the history, and not what goes', async () => {
    const engine = { version: 2, judge: () => ({ ...aVerdict('down'), engine: 2 }) }
    const { signal } = new AbortController()
    const again = () => history.withDb((db) => reJudge(db, { engine, batch: 9, signal }))
    await recordAll(early, true)
    await again()
    const judged = await everything()
    history.close()
    history = freshHistory()
    await recordAll(early, true)
    await recordAll(dark, false)
    await again()
    expect((await everything()).measurements.at(-1)).toMatchObject({ id: 'look 4', verdict: { engine: 1 } })
    await forget()
    expect(await everything()).toEqual(judged)
  })
})
