import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Target } from '../../core/model/target.ts'
import type { History } from './open.ts'
import {
  addTarget,
  enableTarget,
  getTarget,
  listTargets,
  putTarget,
  removeTarget,
  seedTargets,
} from './targets.ts'
import { freshHistory } from './test-database.ts'

let history: History
beforeEach(() => {
  history = freshHistory()
})
afterEach(() => history.close())

function aTarget(overrides: Partial<Target> = {}): Target {
  const url = overrides.id ?? 'https://example.org/'
  return {
    id: url,
    url,
    category: 'NEWS',
    group: 'news',
    sensitive: false,
    enabled: true,
    addedAt: 1,
    ...overrides,
  }
}
const own = aTarget({ group: 'custom', category: 'MISC' })

describe('targets', () => {
  it('puts, lists, switches', async () => {
    await history.withDb(async (db) => {
      await putTarget(db, aTarget())
      expect(await enableTarget(db, aTarget().id, false)).toBe(true)
      expect(await enableTarget(db, 'https://gone.example/', true)).toBe(false)
      expect(await listTargets(db)).toEqual([aTarget({ enabled: false })])
    })
  })

  it('seeds what is missing once, and keeps the user’s choices', async () => {
    await history.withDb(async (db) => {
      expect(await seedTargets(db, [aTarget()])).toBe(1)
      await enableTarget(db, aTarget().id, false)
      const revised = aTarget({ category: 'HUMR', group: 'human-rights', sensitive: true, addedAt: 99 })
      expect(await seedTargets(db, [revised])).toBe(0)
      expect(await getTarget(db, revised.id)).toEqual({ ...revised, enabled: false, addedAt: 1 })
    })
  })

  it('seeding leaves the user’s own alone', async () => {
    await history.withDb(async (db) => {
      await putTarget(db, own)
      expect(await seedTargets(db, [aTarget()])).toBe(0)
      expect(await listTargets(db)).toEqual([own])
    })
  })

  it('a removed built-in site does not come back with the next seeding', async () => {
    await history.withDb(async (db) => {
      await seedTargets(db, [aTarget()])
      await removeTarget(db, aTarget().id)
      await seedTargets(db, [aTarget()])
      expect((await getTarget(db, aTarget().id))?.enabled).toBe(false)
    })
  })

  it('removes the user’s own for good, unless it is on the built-in list too', async () => {
    await history.withDb(async (db) => {
      await putTarget(db, own)
      await removeTarget(db, own.id, true)
      await seedTargets(db, [aTarget()])
      expect((await getTarget(db, own.id))?.enabled).toBe(false)
      await removeTarget(db, own.id)
      expect(await listTargets(db)).toEqual([])
    })
  })

  it('what the user adds is their own and on, with what was known of it', async () => {
    await history.withDb(async (db) => {
      await putTarget(
        db,
        aTarget({ category: 'ANON', group: 'circumvention', sensitive: true, enabled: false }),
      )
      const stored = aTarget({ category: 'ANON', group: 'custom', sensitive: true })
      expect(await addTarget(db, { ...own, addedAt: 50 })).toEqual(stored)
      expect(await listTargets(db)).toEqual([stored])
      const other = { ...own, id: 'https://example.com/', url: 'https://example.com/' }
      expect(await addTarget(db, other)).toEqual(other)
    })
  })
})
