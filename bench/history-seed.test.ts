import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type History, openHistory } from '../src/history/open.ts'
import { recordMeasurement } from '../src/history/record.ts'
import { recordTick } from '../src/history/ticks.ts'
import { putAll, type Row } from './history-rows.ts'
import { lookRows } from './history-seed.ts'
import { readSights } from './history-sights.ts'
import { tickRows } from './history-ticks.ts'
import { looksOf, type WorldSize } from './history-world.ts'

let seeded: History
let recorded: History
beforeEach(() => {
  seeded = openHistory({ name: 'seeded' })
  recorded = openHistory({ name: 'recorded' })
})
afterEach(() => {
  for (const history of [seeded, recorded]) history.close()
  for (const name of ['seeded', 'recorded']) indexedDB.deleteDatabase(name)
})

async function mustBeAlike(stores: readonly Row['store'][]): Promise<void> {
  for (const store of stores) {
    const [bulk, one] = await Promise.all(
      [seeded, recorded].map((history) => history.withDb((db) => db.getAll(store))),
    )
    expect(bulk?.length, store).toBeGreaterThan(0)
    expect(bulk, store).toEqual(one)
  }
}

it('leaves what recording one look after the other leaves', async () => {
  // So many that each kind of trouble is among them.
  const size: WorldSize = { looks: 1_360, targets: 34, days: 20, end: Date.UTC(2026, 8, 16, 9, 40) }
  const sights = readSights()
  await seeded.withDb((db) => putAll(db, [...lookRows(size, sights)]))
  await recorded.withDb(async (db) => {
    for (const look of looksOf(size, sights)) await recordMeasurement(db, look)
  })
  await mustBeAlike(['measurements', 'latest', 'rollups', 'days', 'months', 'events'])
  const statuses = (await recorded.withDb((db) => db.getAll('measurements'))).map((m) => m.verdict.status)
  expect(new Set(statuses).size).toBeGreaterThanOrEqual(6)
}, 60_000)

it('leaves what recording one heartbeat after the other leaves', async () => {
  // Two days and a half, with a night without a link.
  const rows = [...tickRows({ looks: 0, targets: 0, days: 2.5, end: Date.UTC(2026, 8, 16) })]
  await seeded.withDb((db) => putAll(db, rows))
  await recorded.withDb(async (db) => {
    for (const row of rows) if (row.store === 'ticks') await recordTick(db, row.value)
  })
  await mustBeAlike(['ticks', 'linkHours', 'outages', 'meta'])
}, 60_000)
