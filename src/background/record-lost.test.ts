import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type History, openHistory } from '../history/open.ts'
import { addTarget, enableTarget, listTargets } from '../history/targets.ts'
import { freshIndexedDb } from '../history/test-database.ts'
import { defaultSettings } from '../settings/defaults.ts'
import type { Settings } from '../settings/settings.ts'
import { starterTargets } from '../watchlist/targets.ts'

const local = vi.hoisted(() => new Map<string, unknown>())
vi.mock('../platform/browser.ts', () => ({
  browser: {
    storage: {
      local: {
        set: async (items: object) => {
          for (const [key, value] of Object.entries(items)) local.set(key, value)
        },
      },
    },
  },
}))
const { mendLostRecord, RECORD_LOST } = await import('./record-lost.ts')

const AGREED_AT = 1_641_376_800_000
const A_DAY_LATER = AGREED_AT + 86_400_000
const agreed: Settings = { ...defaultSettings(''), consent: { at: AGREED_AT, textVersion: 3 } }

let history: History
function start(settings: Settings = agreed, now = A_DAY_LATER): void {
  history = openHistory({ onOpen: (db) => mendLostRecord(db, settings, now) })
}
beforeEach(() => {
  freshIndexedDb()
  local.clear()
})
afterEach(() => {
  vi.restoreAllMocks()
  history.close()
})
const ids = () => history.withDb(async (db) => (await listTargets(db)).map(({ id }) => id))
const builtIn = starterTargets(1)
  .map(({ id }) => id)
  .sort()

it('lays out the list anew and says so, once', async () => {
  start()
  expect(await ids()).toEqual(builtIn)
  expect(local.get(RECORD_LOST)).toBe(A_DAY_LATER)
  local.clear()
  history.close()
  expect(await ids()).toEqual(builtIn)
  expect(local.size).toBe(0)
})

it('also when the browser throws it away under us', async () => {
  start()
  await ids()
  local.clear()
  history.close()
  await new Promise((resolve) => {
    indexedDB.deleteDatabase('fenceline-history').onsuccess = resolve
  })
  expect(await ids()).toEqual(builtIn)
  expect(local.has(RECORD_LOST)).toBe(true)
})

it.each([
  ['before the user has agreed', defaultSettings(''), A_DAY_LATER],
  ['a moment after', agreed, AGREED_AT + 1_000],
])('lays out nothing %s: that is for whoever asks for it', async (_when, settings, now) => {
  start(settings, now)
  expect(await ids()).toEqual([])
  expect(local.size).toBe(0)
})

it('leaves alone a list of which all is switched off', async () => {
  start(defaultSettings(''))
  await history.withDb(async (db) => {
    const [one] = starterTargets(1)
    if (!one) throw new Error('no list')
    await addTarget(db, one)
    await enableTarget(db, one.id, false)
  })
  history.close()
  start()
  expect(await ids()).toHaveLength(1)
  expect(local.size).toBe(0)
})

it('costs nobody the record when there is no room for the list, and is done the next time', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {})
  const put = vi.spyOn(IDBObjectStore.prototype, 'put')
  start(defaultSettings(''))
  await ids()
  history.close()
  put.mockImplementationOnce(() => {
    throw new DOMException('full', 'QuotaExceededError')
  })
  start()
  expect(await ids()).toEqual([])
  history.close()
  expect(await ids()).toEqual(builtIn)
})
