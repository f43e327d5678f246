import type { StoreNames, StoreValue } from 'idb'
import type { RestoredRows } from '../messages/messages.ts'
import { RESTORABLE, type Restorable } from './restore-stores.ts'
import type { HistoryDb, HistorySchema } from './schema.ts'
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
  return writeAll(db, [name], async (tx) => {
    let added = 0
    for (const value of values) {
      const here: unknown = await tx.store.get(keyOf(value) as never)
      const next = here === undefined ? value : (both?.(here, value) ?? null)
      if (here === undefined) added++
      if (next) await tx.store.put(next as never)
    }
    return { added, known: values.length - added, refused }
  })
}
