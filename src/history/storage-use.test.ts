import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newId } from './ids.ts'
import type { History } from './open.ts'
import { recordMeasurement } from './record.ts'
import { askToPersist, rowCounts, storageUse } from './storage-use.ts'
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

describe('rowCounts', () => {
  it('counts every store and tells the oldest look', async () => {
    const ats = [NOON_IN_ALMATY + 60_000, NOON_IN_ALMATY]
    await history.withDb(async (db) => {
      for (const at of ats) await recordMeasurement(db, aLook({ at, id: newId(at) }))
    })
    const { rows, looks, oldestLook } = await history.withDb(rowCounts)
    expect(rows).toMatchObject({ measurements: 2, latest: 1, rollups: 1, days: 1, months: 1, targets: 0 })
    expect(looks.count).toBe(2)
    expect(looks.bytes).toBeGreaterThan(600)
    expect(oldestLook).toBe(NOON_IN_ALMATY)
  })

  it('of nothing is nothing', async () => {
    const { looks, oldestLook } = await history.withDb(rowCounts)
    expect({ looks, oldestLook }).toEqual({ looks: { count: 0, bytes: 0 }, oldestLook: null })
  })
})
