import { type StoreNames, unwrap } from 'idb'
import type { HistoryDb, HistorySchema } from '../src/history/schema.ts'

type Store = StoreNames<HistorySchema>
type RowOf<S extends Store> = S extends Store ? { store: S; value: HistorySchema[S]['value'] } : never

/** A row and where it goes. */
export type Row = RowOf<Store>

/** Puts many rows in one transaction; resolves when it is committed. */
export function putAll(db: HistoryDb, rows: readonly Row[]): Promise<void> {
  const stores = [...new Set(rows.map(({ store }) => store))]
  // Bare, without a promise for each of millions of rows.
  const bare = unwrap(db) as IDBDatabase
  const tx = bare.transaction(stores, 'readwrite', { durability: 'relaxed' })
  for (const { store, value } of rows) tx.objectStore(store).put(value)
  tx.commit()
  return new Promise((resolve, reject) => {
    tx.oncomplete = () => resolve()
    tx.onabort = () => reject(tx.error ?? new Error('A seeding transaction was aborted'))
  })
}
