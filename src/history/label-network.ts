import type { HistoryDb } from './schema.ts'
import { NetworkSchema, readRow } from './stored.ts'
import { writeAll } from './transaction.ts'

/** The user's own word for a network, or null to take it away. Answers false when there is no such network. */
export async function labelNetwork(db: HistoryDb, id: string, label: string | null): Promise<boolean> {
  return writeAll(db, ['networks'], async (tx) => {
    const known = readRow(NetworkSchema, await tx.store.get(id))
    if (known) await tx.store.put({ ...known, label })
    return known !== null
  })
}
