import { afterEach, beforeEach, expect, it } from 'vitest'
import { START } from '../../core/connectivity/tick.test-kit.ts'
import { at, beats, HOUR, hourBefore, record } from './link.test-kit.ts'
import { levelNow } from './link-level.ts'
import type { History } from './open.ts'
import type { LinkHour } from './records.ts'
import { freshHistory } from './test-database.ts'

let history: History
beforeEach(() => {
  history = freshHistory()
})
afterEach(() => history.close())

const put = (...hours: LinkHour[]) =>
  history.withDb(async (db) => {
    for (const hour of hours) await db.put('linkHours', hour)
  })
const days = (n: number, extra: Partial<LinkHour> = {}, from = 1) =>
  Array.from({ length: n }, (_, i) => hourBefore(24 * (from + i), extra))
const level = (minute: number, networkId = 'home') =>
  history.withDb((db) => levelNow(db, networkId, at(minute)))

it('takes the last half hour against the same hour of the days before', async () => {
  await put(...days(20))
  await history.withDb((db) => record(db, ...beats('......xxxxxx')))
  expect(await level(29)).toMatchObject({ percent: 100, basis: 'same-hour', hours: 20 })
  expect(await level(56)).toMatchObject({ percent: 0, ticks: 6, asked: 42, answered: 0, since: at(26) })
  expect(await level(40)).toMatchObject({ percent: 50 })
})

it('is of one network', async () => {
  await put(...days(20))
  await history.withDb((db) => record(db, ...beats('......'), ...beats('xxxxxx', 30, { networkId: 'phone' })))
  expect(await level(56, 'phone')).toMatchObject({ percent: null, why: 'nothing-ordinary' })
  expect(await level(50)).toMatchObject({ percent: 100, ticks: 6 })
})

it('takes a longer while when few hosts were asked, and nothing older than now', async () => {
  await put(...days(20))
  const few = beats('............').map((tick) => {
    const hosts = Object.fromEntries(Object.entries(tick.references).slice(2, 5))
    return { ...tick, references: hosts }
  })
  await history.withDb((db) => record(db, ...few))
  expect(await level(56)).toMatchObject({ percent: 100, since: at(-4), ticks: 12 })
  expect(await level(56 + 45)).toMatchObject({ percent: null, why: 'too-few-ticks' })
})

it('looks further back when a month was an outage', async () => {
  await put(...days(35, { answered: 0, inOutage: true }), ...days(8, {}, 36))
  await history.withDb((db) => record(db, ...beats('xxxxxx')))
  expect(await level(29)).toMatchObject({ percent: 0, ordinary: 1, basis: 'same-hour', hours: 8 })
})

it('takes all hours of a new installation, and none from the hour that runs', async () => {
  await history.withDb((db) => record(db, ...beats('xxxxxx')))
  expect(await level(29)).toMatchObject({ percent: null, why: 'nothing-ordinary', hours: 0 })
  await put(...Array.from({ length: 7 }, (_, i) => hourBefore(i + 1)))
  expect(await level(29)).toMatchObject({ percent: 0, basis: 'all-hours', hours: 7 })
  expect(START % HOUR).toBe(0)
})
