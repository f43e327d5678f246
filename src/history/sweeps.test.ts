import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { History } from './open.ts'
import { recordMeasurement } from './record.ts'
import type { Sweep } from './records.ts'
import { endSweep, getSweep, runningSweep, saveSweep } from './sweeps.ts'
import { aLook, freshHistory } from './test-database.ts'

let history: History
beforeEach(() => {
  history = freshHistory()
})
afterEach(() => history.close())

function aSweep(overrides: Partial<Sweep> = {}): Sweep {
  return {
    id: '0000000000001-a',
    pace: 'background',
    networkId: 'unknown',
    startedAt: 1,
    endedAt: null,
    state: 'running',
    items: [{ targetId: 'https://example.org/', url: 'https://example.org/', dueAt: 1, done: false }],
    requests: 0,
    bytes: 0,
    ...overrides,
  }
}

describe('sweeps', () => {
  it('finds the running one, the newest if there are two, none when all have ended', async () => {
    await history.withDb(async (db) => {
      expect(await runningSweep(db)).toBeNull()
      await saveSweep(db, aSweep())
      await saveSweep(db, aSweep({ id: '0000000000002-b' }))
      await saveSweep(db, aSweep({ id: '0000000000003-c', state: 'done', endedAt: 9 }))
      expect((await runningSweep(db))?.id).toBe('0000000000002-b')
      await endSweep(db, '0000000000002-b', 'stopped', 5)
      expect((await runningSweep(db))?.id).toBe('0000000000001-a')
      await endSweep(db, '0000000000001-a', 'done', 6)
      expect(await runningSweep(db)).toBeNull()
    })
  })

  it('ends once: the first end stays', async () => {
    await history.withDb(async (db) => {
      await saveSweep(db, aSweep())
      expect(await endSweep(db, aSweep().id, 'stopped', 5)).toMatchObject({ state: 'stopped', endedAt: 5 })
      expect(await endSweep(db, aSweep().id, 'done', 6)).toMatchObject({ state: 'stopped', endedAt: 5 })
      expect(await endSweep(db, 'gone', 'done', 6)).toBeNull()
    })
  })

  it('a plan saved again undoes nothing that was recorded meanwhile', async () => {
    const plan = aSweep()
    await history.withDb(async (db) => {
      await saveSweep(db, plan)
      await recordMeasurement(db, aLook({ sweepId: plan.id, requests: 3, bytes: 100 }))
      await saveSweep(db, plan)
      expect(await getSweep(db, plan.id)).toMatchObject({ items: [{ done: true }], requests: 3, bytes: 100 })
      await endSweep(db, plan.id, 'done', 7)
      await saveSweep(db, plan)
      expect(await getSweep(db, plan.id)).toMatchObject({ state: 'done', endedAt: 7 })
    })
  })

  it('takes a plan’s new due times and items', async () => {
    const later = { targetId: 'https://example.com/', url: 'https://example.com/', dueAt: 50, done: false }
    await history.withDb(async (db) => {
      await saveSweep(db, aSweep())
      await saveSweep(db, aSweep({ items: [later] }))
      expect((await getSweep(db, aSweep().id))?.items).toEqual([later])
    })
  })

  it('does not believe a damaged plan', async () => {
    await history.withDb(async (db) => {
      await db.put('sweeps', { ...aSweep(), items: 'all' } as never)
      expect(await runningSweep(db)).toBeNull()
      expect(await getSweep(db, aSweep().id)).toBeNull()
    })
  })
})
