import type { StoreNames, StoreValue } from 'idb'
import type { RestoredRows } from '../messages/messages.ts'
import { withoutRecent } from './recent-hours.ts'
import type { Latest, Rollup } from './records.ts'
import { RESTORABLE, type Restorable } from './restore-stores.ts'
import type { HistoryDb, HistorySchema } from './schema.ts'
import { LatestSchema, readRow } from './stored.ts'
import { writeAll } from './transaction.ts'

/**
 * Puts rows of a backup into one store: those that are not there yet. All or none, and a second time changes nothing, so
 * whoever was cut off may begin again. Rows that are not what they must be are counted and left out.
 */
export async function restoreRows(
  db: HistoryDb,
  store: string,
  rows: readonly unknown[],
): Promise<RestoredRows> {
  // A name from a file: never a property of Object's.
  if (!Object.hasOwn(RESTORABLE, store)) return { added: 0, known: 0, refused: rows.length }
  const name = store as keyof typeof RESTORABLE
  return into(db, name, RESTORABLE[name] as Restorable<StoreValue<HistorySchema, typeof name>>, rows)
}

type Value = StoreValue<HistorySchema, StoreNames<HistorySchema>>

async function into<T extends Value>(
  db: HistoryDb,
  name: keyof typeof RESTORABLE,
  { read, keyOf, both }: Restorable<T>,
  rows: readonly unknown[],
): Promise<RestoredRows> {
  const values = rows.flatMap((row) => read(row) ?? [])
  const refused = rows.length - values.length
  return writeAll(db, [name, 'latest'], async (tx) => {
    const store = tx.objectStore(name)
    const changed: T[] = []
    let added = 0
    for (const value of values) {
      const here: unknown = await store.get(keyOf(value) as never)
      const next = here === undefined ? value : (both?.(here, value) ?? null)
      if (here === undefined) added++
      if (!next) continue
      await store.put(next as never)
      changed.push(next)
    }
    if (name === 'rollups') await forgetRecent(tx.objectStore('latest'), changed as Rollup[])
    return { added, known: values.length - added, refused }
  })
}

interface LatestStore {
  get(key: [string, string]): Promise<unknown>
  put(row: Latest): Promise<unknown>
}

/** The hours told in a row are not those that lie there now (see RecentHours). */
async function forgetRecent(latests: LatestStore, hours: readonly Rollup[]): Promise<void> {
  const series = new Map(
    hours.map(({ networkId, targetId }) => [`${networkId} ${targetId}`, [networkId, targetId]]),
  )
  for (const [networkId = '', targetId = ''] of series.values()) {
    const row = readRow(LatestSchema, await latests.get([networkId, targetId]))
    if (row?.recent) await latests.put(withoutRecent(row))
  }
}
