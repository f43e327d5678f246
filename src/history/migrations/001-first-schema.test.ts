import { openDB } from 'idb'
import { beforeEach, describe, expect, it } from 'vitest'
import { freshIndexedDb } from '../test-database.ts'
import { firstSchema } from './001-first-schema.ts'
import { FIXTURES, fill } from './fixtures.ts'

beforeEach(freshIndexedDb)

const openV1 = () => openDB('v1', 1, { upgrade: (db, _old, _new, tx) => firstSchema.run(db, tx) })

describe('first schema', () => {
  it('has every store with its key and indexes', async () => {
    const db = await openV1()
    const tx = db.transaction([...db.objectStoreNames])
    const shape = Object.fromEntries(
      [...db.objectStoreNames].map((name) => {
        const store = tx.objectStore(name)
        const indexes = [...store.indexNames].map((index) => {
          const { keyPath, unique } = store.index(index)
          return { index, keyPath, unique }
        })
        return [name, { key: store.keyPath, indexes }]
      }),
    )
    expect(shape).toEqual({
      targets: { key: 'id', indexes: [] },
      networks: { key: 'id', indexes: [] },
      sweeps: { key: 'id', indexes: [{ index: 'state', keyPath: 'state', unique: false }] },
      measurements: {
        key: 'id',
        indexes: [{ index: 'by-target', keyPath: ['targetId', 'networkId', 'at', 'id'], unique: true }],
      },
      latest: { key: ['networkId', 'targetId'], indexes: [] },
      ticks: { key: 'at', indexes: [] },
      events: {
        key: 'id',
        indexes: [
          { index: 'by-target', keyPath: ['targetId', 'networkId', 'firstAfter', 'id'], unique: true },
        ],
      },
      rollups: { key: ['networkId', 'targetId', 'hour'], indexes: [] },
    })
    db.close()
  })

  it('takes every row that version 1 wrote, and finds it by index', async () => {
    const db = await openV1()
    await fill(db, 1)
    for (const [store, rows] of Object.entries(FIXTURES[1] ?? {})) {
      expect(await db.getAll(store)).toEqual(rows)
    }
    for (const store of ['measurements', 'events']) {
      const key = IDBKeyRange.bound(['https://example.org/'], ['https://example.org/', []])
      expect(await db.countFromIndex(store, 'by-target', key)).toBe(1)
    }
    expect(await db.countFromIndex('sweeps', 'state', 'running')).toBe(1)
    db.close()
  })
})
