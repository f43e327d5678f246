import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { tickAt } from '../../core/connectivity/tick.test-kit.ts'
import { lastTick } from './last-tick.ts'
import { at, beats, HOUR, record } from './link.test-kit.ts'
import { linkFold } from './link-fold.ts'
import type { History } from './open.ts'
import type { Tick } from './records.ts'
import { freshHistory } from './test-database.ts'
import { recordTick } from './ticks.ts'

let history: History
beforeEach(() => {
  history = freshHistory()
})
afterEach(() => history.close())

const everything = () =>
  history.withDb(async (db) => ({
    ticks: await db.getAll('ticks'),
    hours: await db.getAll('linkHours'),
    outages: await db.getAll('outages'),
    fold: await linkFold(db),
  }))

it('answers the newest heartbeat, none before the first, none when it is damaged', async () => {
  const tick = (when: number): Tick => ({
    at: when,
    scheduledAt: null,
    monotonic: 5,
    networkId: 'unknown',
    connectivity: 'online',
    references: { 'www.iana.org': true },
  })
  await history.withDb(async (db) => {
    expect(await lastTick(db)).toBeNull()
    await recordTick(db, tick(20))
    await recordTick(db, tick(10))
    expect(await lastTick(db)).toEqual(tick(20))
    await db.put('ticks', { ...tick(30), connectivity: 'fine' } as never)
    expect(await lastTick(db)).toBeNull()
  })
})

describe('recordTick', () => {
  it('counts the hour and keeps outages', async () => {
    await history.withDb((db) => record(db, ...beats('..xxx....')))
    const { hours, outages } = await everything()
    expect(hours).toEqual([
      {
        networkId: 'home',
        hour: at(0),
        states: { online: 6, offline: 3 },
        asked: 63,
        answered: 42,
        inOutage: true,
      },
    ])
    expect(outages).toMatchObject([{ onset: { from: at(5), to: at(10) }, end: { from: at(20), to: at(25) } }])
  })

  it('changes nothing when the same heartbeats come again, in whatever order', async () => {
    const ticks = [...beats('..xxx..x..'), ...beats('x....', 600)]
    await history.withDb((db) => record(db, ...ticks))
    const once = await everything()
    await history.withDb((db) => record(db, ...ticks, ...[...ticks].reverse()))
    expect(await everything()).toEqual(once)
  })

  it('says of an hour whether part of it was trouble: also of the one it began in, not of the one after it', async () => {
    // Bad from 10:55 to 11:05; sure of it only in the next hour.
    await history.withDb((db) => record(db, ...beats('...........xxx..........', 0), ...beats('...', 120)))
    const { hours } = await everything()
    expect(hours.map(({ hour, inOutage }) => [hour, inOutage])).toEqual([
      [at(0), true],
      [at(60), true],
      [at(120), false],
    ])
    expect(at(60) - at(0)).toBe(HOUR)
  })

  it('keeps a heartbeat on an unknown network under the one whose line it is', async () => {
    const unknown = beats('xx', 15, { networkId: 'unknown' })
    await history.withDb((db) => record(db, ...beats('..x'), ...unknown))
    const { ticks, hours } = await everything()
    expect(ticks.map(({ networkId }) => networkId)).toEqual(Array(5).fill('home'))
    expect(hours).toHaveLength(1)
  })

  it('starts afresh when what was remembered cannot be read, and loses no heartbeat', async () => {
    await history.withDb(async (db) => {
      await record(db, ...beats('..xx'))
      await db.put('meta', { key: 'link', value: { lines: 'gone' } })
      await record(db, ...beats('xxx', 20))
    })
    const { ticks, outages, fold } = await everything()
    expect(ticks).toHaveLength(7)
    // The one it knew stays as it was; the other has no beginning that anybody saw.
    expect(outages.map(({ onset, end }) => [onset, end])).toEqual([
      [{ from: at(5), to: at(10) }, null],
      [{ from: null, to: at(20) }, null],
    ])
    expect(fold?.lines.home?.open?.outage.id).toBe(outages[1]?.id)
  })

  it('writes all or nothing', async () => {
    const broken = tickAt(20, 'offline')
    // A function cannot be stored: the last write of the transaction fails.
    Object.assign(broken.detail?.hosts ?? {}, { 'f1.example': () => {} })
    await history.withDb((db) => record(db, ...beats('...x')))
    const before = await everything()
    await expect(history.withDb((db) => recordTick(db, broken))).rejects.toThrow()
    expect(await everything()).toEqual(before)
  })
})
