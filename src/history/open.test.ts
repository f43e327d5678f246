import { IDBFactory } from 'fake-indexeddb'
import { unwrap } from 'idb'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openHistory } from './open.ts'
import { recordMeasurement } from './record.ts'
import { HISTORY_NAME, HISTORY_VERSION, type HistoryDb } from './schema.ts'
import { listTargets } from './targets.ts'
import { aLook, freshIndexedDb } from './test-database.ts'
import { forgetUnkept } from './unkept.ts'

beforeEach(freshIndexedDb)
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

/** A second page or build that opens the same database and does not step aside. */
function rawOpen(version?: number): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(HISTORY_NAME, version)
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (error: { code?: string; name?: string }) => error.code ?? error.name,
  )

describe('openHistory', () => {
  it('creates the current schema and opens once for many callers', async () => {
    const open = vi.spyOn(indexedDB, 'open')
    const history = openHistory()
    const versions = await Promise.all([1, 2, 3].map(() => history.withDb(async (db) => db.version)))
    expect(versions).toEqual([HISTORY_VERSION, HISTORY_VERSION, HISTORY_VERSION])
    expect(open).toHaveBeenCalledTimes(1)
    history.close()
  })

  it('steps aside for a newer build, then says so instead of looping', async () => {
    const history = openHistory()
    await history.withDb(listTargets)
    const newer = await rawOpen(HISTORY_VERSION + 1)
    const open = vi.spyOn(indexedDB, 'open')
    const work = vi.fn(listTargets)
    expect(await codeOf(history.withDb(work))).toBe('newer-schema')
    expect(open).toHaveBeenCalledTimes(1)
    // The closing connection was forgotten, not tried.
    expect(work).not.toHaveBeenCalled()
    newer.close()
  })

  it('opens afresh after the browser terminated the connection', async () => {
    const history = openHistory()
    let dying: HistoryDb | undefined
    await history.withDb(async (db) => {
      dying = db
    })
    if (!dying) throw new Error('not opened')
    const raw = unwrap(dying)
    raw.close()
    raw.dispatchEvent(new IDBVersionChangeEvent('close'))
    const open = vi.spyOn(indexedDB, 'open')
    let calls = 0
    await history.withDb((db) => {
      calls++
      return listTargets(db)
    })
    expect(open).toHaveBeenCalledTimes(1)
    expect(calls).toBe(1)
    history.close()
  })

  it('retries once on a fresh connection when the old one was closing, unannounced', async () => {
    const history = openHistory()
    await history.withDb(async (db) => db.close())
    expect(await history.withDb(listTargets)).toEqual([])
    history.close()
  })

  it('calls it updating when even the fresh connection closes at once', async () => {
    const history = openHistory()
    let calls = 0
    const code = await codeOf(
      history.withDb((db) => {
        calls++
        db.close()
        return listTargets(db)
      }),
    )
    expect(code).toBe('updating')
    expect(calls).toBe(2)
  })

  it('does not repeat work that failed for another reason', async () => {
    const history = openHistory()
    let calls = 0
    const failing = history.withDb(async () => {
      calls++
      throw new Error('a bug')
    })
    await expect(failing).rejects.toThrow('a bug')
    expect(calls).toBe(1)
    history.close()
  })

  it('calls a browser that never answers stuck, and tries again next time', async () => {
    const real = indexedDB
    globalThis.indexedDB = Object.assign(new IDBFactory(), { open: () => new IDBOpenDBRequest() })
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const history = openHistory({ timeoutMs: 10_000 })
    const code = codeOf(history.withDb(listTargets))
    await vi.advanceTimersByTimeAsync(9_999)
    expect(await Promise.race([code, 'still waiting'])).toBe('still waiting')
    await vi.advanceTimersByTimeAsync(1)
    expect(await code).toBe('stuck')
    vi.useRealTimers()

    globalThis.indexedDB = real
    expect(await history.withDb(listTargets)).toEqual([])
    history.close()
  })

  it('says blocked when an older page does not step aside, and leaves no connection behind', async () => {
    const older = await rawOpen(HISTORY_VERSION)
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const next = vi.spyOn(indexedDB, 'open')
    const blocked = new Promise<IDBOpenDBRequest>((resolve) => {
      // As a build of the next version would: this one's own version is already there.
      next.mockImplementationOnce((name) => {
        const opening = indexedDB.open(name, HISTORY_VERSION + 1)
        opening.addEventListener('blocked', () => resolve(opening), { once: true })
        return opening
      })
    })
    const history = openHistory({ timeoutMs: 10_000 })
    const code = codeOf(history.withDb(listTargets))
    const request = await blocked
    await vi.advanceTimersByTimeAsync(10_000)
    expect(await code).toBe('blocked')
    vi.useRealTimers()

    const close = vi.spyOn(IDBDatabase.prototype, 'close')
    const late = new Promise((resolve) => request.addEventListener('success', resolve, { once: true }))
    older.close()
    await late
    await vi.waitUntil(() => close.mock.contexts.includes(request.result))
  })

  it.each([
    ['UnknownError', 'corrupt'],
    ['InvalidStateError', 'corrupt'],
    ['QuotaExceededError', 'quota'],
    ['VersionError', 'newer-schema'],
  ])('an open that fails with %s is %s, and is not remembered', async (name, code) => {
    const history = openHistory()
    const open = vi.spyOn(indexedDB, 'open')
    open.mockImplementationOnce(() => failedRequest(name))
    expect(await codeOf(history.withDb(listTargets))).toBe(code)
    expect(open).toHaveBeenCalledTimes(1)
    expect(await history.withDb(listTargets)).toEqual([])
    history.close()
  })

  it('an upgrade that finds the disk full says so, and changes nothing', async () => {
    const older = await rawOpen(HISTORY_VERSION - 1)
    older.close()
    vi.spyOn(IDBDatabase.prototype, 'createObjectStore').mockImplementation(function (this: IDBDatabase) {
      throw new Error('no upgrade here')
    })
    const open = vi.spyOn(indexedDB, 'open')
    open.mockImplementationOnce((name, version) => {
      const request = indexedDB.open(name, version)
      request.addEventListener('upgradeneeded', () => {
        const full = new DOMException('full', 'QuotaExceededError')
        const error = { get: () => full, set() {} }
        if (request.transaction) Object.defineProperty(request.transaction, 'error', error)
      })
      return request
    })
    expect(await codeOf(openHistory().withDb(listTargets))).toBe('quota')
    vi.restoreAllMocks()
    const after = await rawOpen(HISTORY_VERSION - 1)
    expect(after.objectStoreNames).toHaveLength(0)
    after.close()
  })

  describe('on a disk that is all but full', () => {
    const left = (bytes: number) =>
      vi.stubGlobal('navigator', { storage: { estimate: async () => ({ quota: bytes, usage: 0 }) } })
    afterEach(() => vi.unstubAllGlobals())

    it('no upgrade is begun', async () => {
      const older = await rawOpen(HISTORY_VERSION - 1)
      older.close()
      left(5_000_000)
      const open = vi.spyOn(indexedDB, 'open')
      expect(await codeOf(openHistory().withDb(listTargets))).toBe('quota')
      expect(open).not.toHaveBeenCalled()
    })

    it('it reads and deletes, and writes nothing', async () => {
      const history = openHistory()
      await history.withDb((db) => recordMeasurement(db, aLook()))
      history.close()
      left(5_000_000)
      expect(await history.withDb((db) => db.count('measurements'))).toBe(1)
      const transaction = vi.spyOn(IDBDatabase.prototype, 'transaction')
      const later = aLook({ id: '1641376800001-next' })
      expect(await codeOf(history.withDb((db) => recordMeasurement(db, later)))).toBe('quota')
      expect(transaction).not.toHaveBeenCalled()
      await history.withDb(forgetUnkept)
      expect(transaction).toHaveBeenCalled()
      history.close()
    })

    it('what cannot be read is not called damaged', async () => {
      left(0)
      const history = openHistory()
      vi.spyOn(indexedDB, 'open').mockImplementation(() => failedRequest('UnknownError'))
      expect(await codeOf(history.withDb(listTargets))).toBe('quota')
      left(1_000_000_000)
      expect(await codeOf(history.withDb(listTargets))).toBe('corrupt')
    })
  })

  it('an operation that finds a store missing is corrupt', async () => {
    const foreign = await new Promise<IDBDatabase>((resolve) => {
      const request = indexedDB.open(HISTORY_NAME, HISTORY_VERSION)
      request.onsuccess = () => resolve(request.result)
    })
    foreign.close()
    expect(await codeOf(openHistory().withDb(listTargets))).toBe('corrupt')
  })
})

function failedRequest(name: string): IDBOpenDBRequest {
  const request = new IDBOpenDBRequest()
  Object.defineProperty(request, 'error', { value: new DOMException('as the browser says', name) })
  queueMicrotask(() => request.dispatchEvent(new IDBVersionChangeEvent('error')))
  return request
}
