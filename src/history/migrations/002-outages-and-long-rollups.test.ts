import { openDB } from 'idb'
import { beforeEach, describe, expect, it } from 'vitest'
import { freshIndexedDb } from '../test-database.ts'
import { firstSchema } from './001-first-schema.ts'
import { outagesAndLongRollups } from './002-outages-and-long-rollups.ts'
import { FIXTURES, fill } from './fixtures.ts'

beforeEach(freshIndexedDb)

const openV1 = () => openDB('v2', 1, { upgrade: (db, _old, _new, tx) => firstSchema.run(db, tx) })
const openV2 = () =>
  openDB('v2', 2, {
    upgrade(db, old, _new, tx) {
      if (old < 1) firstSchema.run(db, tx)
      outagesAndLongRollups.run(db, tx)
    },
  })

describe('outages and long rollups', () => {
  it('come beside what was there, with their keys; what was there finds its place in the new index', async () => {
    const old = await openV1()
    await fill(old, 1)
    old.close()
    const db = await openV2()
    const tx = db.transaction([...db.objectStoreNames])
    const keys = Object.fromEntries(
      [...db.objectStoreNames].map((name) => [name, tx.objectStore(name).keyPath]),
    )
    expect(keys).toMatchObject({
      days: ['networkId', 'targetId', 'start'],
      months: ['networkId', 'targetId', 'start'],
      linkHours: ['networkId', 'hour'],
      outages: 'id',
      meta: 'key',
    })
    for (const [store, rows] of Object.entries(FIXTURES[1] ?? {}))
      expect(await db.getAll(store)).toEqual(rows)
    const events = await db.getAllKeysFromIndex(
      'events',
      'by-time',
      IDBKeyRange.lowerBound([1_641_376_801_000]),
    )
    expect(events).toEqual(['1641376801000-look'])
    db.close()
  })

  it('say that the counts of what was there wait', async () => {
    const db = await openV2()
    expect(await db.getAll('meta')).toEqual([{ key: 'backfill', value: { after: null } }])
    db.close()
  })

  it('take every row that version 2 wrote', async () => {
    const db = await openV2()
    await db.clear('meta')
    await fill(db, 2)
    expect(Object.keys(FIXTURES[2] ?? {}).sort()).toEqual([...db.objectStoreNames].sort())
    for (const [store, rows] of Object.entries(FIXTURES[2] ?? {})) {
      expect(rows.length).toBeGreaterThan(0)
      expect(await db.getAll(store)).toEqual(rows)
    }
    db.close()
  })
})
