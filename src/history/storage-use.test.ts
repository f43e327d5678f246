import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newId } from './ids.ts'
import type { History } from './open.ts'
import { pruneOldest } from './prune-looks.ts'
import { recordMeasurement } from './record.ts'
import { HOUR_MS } from './rollup.ts'
import { askToPersist, keptLooks, storageUse } from './storage-use.ts'
import { aLook, freshHistory, NOON_IN_ALMATY } from './test-database.ts'

let history: History
beforeEach(() => {
  history = freshHistory()
})
afterEach(() => history.close())

const never = () => Promise.reject(new TypeError('not here'))
const silent = { estimate: never, persisted: never, persist: never }

describe('storageUse', () => {
  it('is what the browser says', async () => {
    const storage = {
      estimate: async () => ({ usage: 5, quota: 9 }),
      persisted: async () => true,
      persist: never,
    }
    expect(await storageUse(storage)).toEqual({ usage: 5, quota: 9, persisted: true })
  })

  it('is unknown where the browser does not say', async () => {
    expect(await storageUse(silent)).toEqual({ usage: null, quota: null, persisted: null })
  })
})

describe('askToPersist', () => {
  it.each([
    ['promised before', { ...silent, persisted: async () => true }, true],
    ['promised now', { ...silent, persisted: async () => false, persist: async () => true }, true],
    ['not promised', { ...silent, persisted: async () => false, persist: async () => false }, false],
    ['not to be had', silent, false],
  ])('%s', async (_name, storage, expected) => {
    expect(await askToPersist(storage)).toBe(expected)
  })
})

describe('keptLooks', () => {
  const record = (ats: number[]) =>
    history.withDb(async (db) => {
      for (const [n, at] of ats.entries()) {
        await recordMeasurement(db, aLook({ at, id: newId(at), targetId: `https://${n % 3}.example/` }))
      }
    })

  it('are counted by the months, whatever the backfill has come to', async () => {
    const ats = Array.from({ length: 100 }, (_, n) => NOON_IN_ALMATY + n * 12 * HOUR_MS)
    await record(ats)
    const exact = await history.withDb(keptLooks)
    expect(exact.looks.count).toBe(100)
    expect(exact.oldestLook).toBe(NOON_IN_ALMATY)
    await history.withDb((db) => db.delete('meta', 'backfill'))
    expect(await history.withDb(keptLooks)).toEqual(exact)
    // Gone from the looks, and still counted in the months.
    await history.withDb((db) => pruneOldest(db, 30))
    expect((await history.withDb(keptLooks)).looks.count).toBe(70)
  })

  it('a look that stays whatever its age does not make the others older', async () => {
    await record([NOON_IN_ALMATY - 900 * 24 * HOUR_MS])
    await history.withDb(async (db) => {
      for (let n = 0; n < 20; n++) {
        const at = NOON_IN_ALMATY + n * HOUR_MS
        await recordMeasurement(db, aLook({ at, id: newId(at), targetId: 'https://often.example/' }))
      }
      await db.delete('meta', 'backfill')
    })
    const { looks, oldestLook } = await history.withDb(keptLooks)
    expect(oldestLook).toBe(NOON_IN_ALMATY)
    expect(looks.count).toBe(20)
  })

  it('of nothing are none', async () => {
    expect(await history.withDb(keptLooks)).toEqual({ looks: { count: 0, bytes: 0 }, oldestLook: null })
  })
})
