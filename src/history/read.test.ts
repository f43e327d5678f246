import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Target } from '../../core/model/target.ts'
import { measurementOf } from './measurement.ts'
import type { History } from './open.ts'
import { statusList } from './read.ts'
import { recordMeasurement } from './record.ts'
import { putTarget } from './targets.ts'
import { aLook, aVerdict, freshHistory } from './test-database.ts'

let history: History
beforeEach(() => {
  history = freshHistory()
})
afterEach(() => {
  vi.restoreAllMocks()
  history.close()
})

const aTarget = (url: string): Target => ({
  id: url,
  url,
  category: 'NEWS',
  group: 'news',
  sensitive: false,
  enabled: true,
  addedAt: 1,
})

describe('statusList', () => {
  it('joins the list with where each target stands on this network', async () => {
    const list = await history.withDb(async (db) => {
      await putTarget(db, aTarget('https://example.org/'))
      await putTarget(db, aTarget('https://example.com/'))
      await recordMeasurement(db, aLook({ id: 'here' }))
      await recordMeasurement(db, aLook({ id: 'there', networkId: 'unknown2', verdict: aVerdict('down') }))
      await recordMeasurement(db, aLook({ id: 'off the list', targetId: 'https://example.net/' }))
      return statusList(db, 'unknown')
    })
    expect(list.damaged).toBe(0)
    expect(list.rows.map(({ target, latest }) => [target.id, latest?.measurementId])).toEqual([
      ['https://example.com/', undefined],
      ['https://example.org/', 'here'],
    ])
  })

  it('never opens the measurements', async () => {
    await history.withDb(async (db) => {
      const transaction = vi.spyOn(IDBDatabase.prototype, 'transaction')
      await statusList(db, 'unknown')
      expect(transaction.mock.calls.map(([stores]) => stores)).toEqual([['targets', 'latest']])
    })
  })

  it('leaves damaged rows out, and says how many', async () => {
    const list = await history.withDb(async (db) => {
      await putTarget(db, aTarget('https://example.org/'))
      await db.put('targets', { id: 'https://example.com/', url: 7 } as never)
      await db.put('latest', { networkId: 'unknown', targetId: 'https://example.org/' } as never)
      return statusList(db, 'unknown')
    })
    expect(list).toEqual({ rows: [{ target: aTarget('https://example.org/'), latest: null }], damaged: 2 })
  })
})

describe('measurementOf', () => {
  it('gives the evidence, and counts what it cannot read of it', async () => {
    const skipped = { v: 2, at: 1, ms: 0, requests: 0, bytes: 0, kind: 'skipped', reason: 'paused' } as const
    const look = aLook({ observations: [skipped, { ...skipped, v: 99 } as never] })
    await history.withDb(async (db) => {
      await recordMeasurement(db, look)
      expect(await measurementOf(db, look.id)).toEqual({
        measurement: { ...look, observations: [skipped] },
        unread: 1,
      })
      expect(await measurementOf(db, 'none')).toBeNull()
      await db.put('measurements', { ...look, id: 'damaged', verdict: 'fine' } as never)
      expect(await measurementOf(db, 'damaged')).toBeNull()
    })
  })
})
