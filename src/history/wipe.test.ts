import { unwrap } from 'idb'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type History, openHistory } from './open.ts'
import { openForReading } from './open-for-reading.ts'
import { recordMeasurement } from './record.ts'
import { HISTORY_NAME, HISTORY_VERSION } from './schema.ts'
import { listTargets, putTarget } from './targets.ts'
import { aLook, freshIndexedDb, NOON_IN_ALMATY } from './test-database.ts'
import { recordTick } from './ticks.ts'
import { deleteHistory, wipeHistory } from './wipe.ts'

let history: History
beforeEach(() => {
  freshIndexedDb()
  history = openHistory()
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
  history.close()
})

const own = {
  id: 'https://example.org/',
  url: 'https://example.org/',
  category: 'MISC',
  group: 'custom' as const,
  sensitive: false,
  enabled: true,
  addedAt: 1,
}
const checkedOnce = { ...own, id: 'https://once.example/', url: 'https://once.example/', enabled: false }
const isTrace = ({ enabled }: { enabled: boolean }) => !enabled

async function fill(): Promise<void> {
  await history.withDb(async (db) => {
    await putTarget(db, own)
    await putTarget(db, checkedOnce)
    await recordMeasurement(db, aLook())
    const tick = { at: NOON_IN_ALMATY, scheduledAt: null, monotonic: 0, networkId: 'home' }
    await recordTick(db, { ...tick, connectivity: 'online', references: {} })
  })
}
const rows = () =>
  history.withDb(async (db) => {
    const counts = await Promise.all(
      [...db.objectStoreNames].map(async (name) => [name, await db.count(name)]),
    )
    return counts.filter(([, count]) => count !== 0)
  })
const names = async () => (await indexedDB.databases()).map(({ name }) => name)

function rawOpen(version: number, upgrade?: (db: IDBDatabase) => void): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(HISTORY_NAME, version)
    request.onupgradeneeded = () => upgrade?.(request.result)
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

describe('wipeHistory', () => {
  it('leaves the list and nothing else, and goes on as if new', async () => {
    await fill()
    await wipeHistory(history, { isTrace })
    expect(await rows()).toEqual([['targets', 1]])
    expect(await history.withDb(listTargets)).toEqual([own])
    await fill()
    expect((await rows()).length).toBeGreaterThan(5)
  })

  it('under an open page, which then reads that there is nothing', async () => {
    await fill()
    const page = openForReading()
    const looks = () => page.read((db) => db.count('measurements'))
    expect(await looks()).toEqual({ state: 'ready', value: 1 })
    await wipeHistory(history, { isTrace })
    expect(await looks()).toEqual({ state: 'ready', value: 0 })
    page.close()
  })

  it('all or nothing: what fails in the middle is done another way, and the list stays', async () => {
    await fill()
    const clear = IDBObjectStore.prototype.clear
    vi.spyOn(IDBObjectStore.prototype, 'clear').mockImplementation(function (this: IDBObjectStore) {
      if (this.name === 'measurements') throw new DOMException('full', 'QuotaExceededError')
      return clear.call(this)
    })
    await wipeHistory(history, { isTrace })
    expect(await rows()).toEqual([['targets', 1]])
  })

  it.each([
    ['damaged', () => rawOpen(HISTORY_VERSION)],
    ['of a newer schema', () => rawOpen(HISTORY_VERSION + 1, (db) => db.createObjectStore('future'))],
  ])('works on a store that is %s: it is made anew', async (_name, make) => {
    const db = await make()
    db.close()
    await expect(history.withDb(listTargets)).rejects.toMatchObject({ name: 'HistoryError' })
    await wipeHistory(history, { isTrace })
    expect(await rows()).toEqual([])
    await fill()
    expect(await history.withDb((fresh) => fresh.count('measurements'))).toBe(1)
  })

  it('tells when not even deleting works', async () => {
    const broken = () => {
      const request = new IDBOpenDBRequest()
      Object.defineProperty(request, 'error', { value: new DOMException('broken', 'UnknownError') })
      queueMicrotask(() => request.dispatchEvent(new IDBVersionChangeEvent('error')))
      return request
    }
    vi.spyOn(indexedDB, 'open').mockImplementation(broken)
    vi.spyOn(indexedDB, 'deleteDatabase').mockImplementation(broken)
    await expect(wipeHistory(history, { isTrace })).rejects.toMatchObject({ code: 'corrupt' })
  })
})

describe('deleteHistory', () => {
  it('makes open pages step aside: they read that there is nothing', async () => {
    await fill()
    const page = openForReading()
    expect(await page.read(listTargets)).toMatchObject({ state: 'ready' })
    await deleteHistory(history)
    expect(await names()).toEqual([])
    expect(await page.read(listTargets)).toEqual({ state: 'empty' })
    expect(await history.withDb(listTargets)).toEqual([])
    page.close()
  })

  it('says blocked when a page does not step aside; when that closes, it is done all the same', async () => {
    await fill()
    const deaf = await history.withDb(async (db) => unwrap(db).version)
    const page = await rawOpen(deaf)
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const code = deleteHistory(history, { timeoutMs: 60_000 }).then(
      () => 'done',
      (error: { code: string }) => error.code,
    )
    const asked = new Promise((resolve) => page.addEventListener('versionchange', resolve, { once: true }))
    await asked
    // The browser says `blocked` after it has asked.
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)))
    await vi.advanceTimersByTimeAsync(60_000)
    expect(await code).toBe('blocked')
    vi.useRealTimers()
    page.close()
    await vi.waitUntil(async () => (await names()).length === 0)
  })

  it('says stuck when the browser never answers', async () => {
    vi.spyOn(indexedDB, 'deleteDatabase').mockImplementation(() => new IDBOpenDBRequest())
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const code = deleteHistory(history).catch((error: { code: string }) => error.code)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(await code).toBe('stuck')
  })
})
