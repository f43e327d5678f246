import type { IDBPTransaction, StoreNames } from 'idb'
import { historyErrorOf } from './history-error.ts'
import { type Purpose, room } from './room.ts'
import type { HistoryDb, HistorySchema } from './schema.ts'

type Store = StoreNames<HistorySchema>

/**
 * One all-or-nothing write. IndexedDB commits by itself whatever was put before an exception of ours, so every
 * failure aborts explicitly. Relaxed durability: a power cut may cost the last seconds of history, never its
 * consistency, and 100 such writes cost milliseconds instead of a disk flush each.
 * On a full disk nothing is begun; see room.ts.
 */
export async function writeAll<Stores extends [Store, ...Store[]], T>(
  db: HistoryDb,
  stores: Stores,
  work: (tx: IDBPTransaction<HistorySchema, Stores, 'readwrite'>) => Promise<T>,
  purpose: Purpose = 'needs',
): Promise<T> {
  await room.need(purpose)
  const tx = db.transaction(stores, 'readwrite', { durability: 'relaxed' })
  // It can fail while `work` waits for something else; it is awaited below either way.
  tx.done.catch(() => {})
  try {
    const result = await work(tx)
    await tx.done
    return result
  } catch (cause) {
    abort(tx)
    await tx.done.catch(() => {})
    throw historyErrorOf(tx.error ?? cause)
  }
}

/**
 * Issues several requests side by side. As functions: one that throws at once must not leave the promises of
 * those before it unwatched, for they reject when the transaction aborts.
 */
export async function together(...requests: (() => Promise<unknown> | null)[]): Promise<void> {
  await Promise.all(requests.map(async (request) => request()))
}

function abort(tx: { abort(): void }): void {
  try {
    tx.abort()
  } catch {
    // It has ended by itself: aborted by the browser, or the commit failed.
  }
}
