import type { Page } from 'playwright'
import { FIXTURES } from '../../src/history/migrations/fixtures.ts'
import { HISTORY_NAME } from '../../src/history/schema.ts'

/** What the first release kept, as its migration (src/history/migrations/001-first-schema.ts) built it. */
const STORES: readonly StoreShape[] = [
  { name: 'targets', keyPath: 'id' },
  { name: 'networks', keyPath: 'id' },
  { name: 'sweeps', keyPath: 'id', indexes: { state: 'state' } },
  {
    name: 'measurements',
    keyPath: 'id',
    indexes: { 'by-target': ['targetId', 'networkId', 'at', 'id'] },
  },
  { name: 'latest', keyPath: ['networkId', 'targetId'] },
  { name: 'ticks', keyPath: 'at' },
  { name: 'events', keyPath: 'id', indexes: { 'by-target': ['targetId', 'networkId', 'firstAfter', 'id'] } },
  { name: 'rollups', keyPath: ['networkId', 'targetId', 'hour'] },
]

interface StoreShape {
  name: string
  keyPath: string | string[]
  indexes?: Record<string, string | string[]>
}

/** Rows of the first release, by store. */
export const FIRST_ROWS = FIXTURES[1] ?? {}

/**
 * Puts the database of the first release in the place of today's, as another page of the extension that does not let
 * go of it: closing the page does.
 */
export function holdFirstSchema(page: Page): Promise<void> {
  return page.evaluate(
    async ({ database, stores, rows }) => {
      const settled = <T>(request: IDBRequest<T>) =>
        new Promise<T>((resolve, reject) => {
          request.onsuccess = () => resolve(request.result)
          request.onerror = () => reject(request.error)
        })
      await settled(indexedDB.deleteDatabase(database))
      const opening = indexedDB.open(database, 1)
      opening.onupgradeneeded = () => {
        for (const { name, keyPath, indexes } of stores) {
          const store = opening.result.createObjectStore(name, { keyPath })
          for (const [index, path] of Object.entries(indexes ?? {})) {
            store.createIndex(index, path, { unique: Array.isArray(path) })
          }
          for (const row of rows[name] ?? []) store.put(row)
        }
      }
      Object.assign(globalThis, { held: await settled(opening) })
    },
    { database: HISTORY_NAME, stores: [...STORES], rows: FIRST_ROWS as Record<string, unknown[]> },
  )
}
