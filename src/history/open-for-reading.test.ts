import { beforeEach, describe, expect, it } from 'vitest'
import { openHistory } from './open.ts'
import { openForReading } from './open-for-reading.ts'
import { HISTORY_NAME, HISTORY_VERSION } from './schema.ts'
import { listTargets } from './targets.ts'
import { freshIndexedDb } from './test-database.ts'

beforeEach(freshIndexedDb)

const names = async () => (await indexedDB.databases()).map((database) => database.name)

function makeVersion(version: number): Promise<void> {
  return new Promise((resolve) => {
    const request = indexedDB.open(HISTORY_NAME, version)
    request.onsuccess = () => {
      request.result.close()
      resolve()
    }
  })
}

describe('openForReading', () => {
  it('answers empty before anything was recorded, and creates nothing', async () => {
    const reader = openForReading()
    expect(await reader.read(listTargets)).toEqual({ state: 'empty' })
    expect(await names()).toEqual([])
    // The background still starts from nothing and gets its stores.
    const history = openHistory()
    expect(await history.withDb(listTargets)).toEqual([])
    expect(await reader.read(listTargets)).toEqual({ state: 'ready', value: [] })
    history.close()
    reader.close()
  })

  it('answers updating while the data is older than the page', async () => {
    // IndexedDB has no version 0, so the older build is played by a page that is ahead.
    await makeVersion(HISTORY_VERSION)
    const reader = openForReading({ version: HISTORY_VERSION + 1 })
    expect(await reader.read(listTargets)).toEqual({ state: 'updating' })
  })

  it('refuses data of a newer build', async () => {
    await makeVersion(HISTORY_VERSION + 1)
    await expect(openForReading().read(listTargets)).rejects.toMatchObject({ code: 'newer-schema' })
  })

  it('steps aside when the background upgrades', async () => {
    const history = openHistory()
    await history.withDb(listTargets)
    history.close()
    const reader = openForReading()
    expect((await reader.read(listTargets)).state).toBe('ready')
    await makeVersion(HISTORY_VERSION + 1)
    expect(await names()).toEqual([HISTORY_NAME])
    await expect(reader.read(listTargets)).rejects.toMatchObject({ code: 'newer-schema' })
  })

  it('answers updating when its connection keeps closing', async () => {
    const history = openHistory()
    await history.withDb(listTargets)
    const answer = await openForReading().read((db) => {
      db.close()
      return listTargets(db)
    })
    expect(answer).toEqual({ state: 'updating' })
    history.close()
  })

  it('passes other failures on', async () => {
    const history = openHistory()
    await history.withDb(listTargets)
    const reader = openForReading()
    await expect(reader.read(() => Promise.reject(new Error('a bug')))).rejects.toThrow('a bug')
    reader.close()
    history.close()
  })
})
