import type { Network } from './records.ts'
import type { HistoryDb } from './schema.ts'
import { NetworkSchema, readRow } from './stored.ts'

export async function listNetworks(db: HistoryDb): Promise<Network[]> {
  const rows = await db.getAll('networks')
  return rows.map((row) => readRow(NetworkSchema, row)).filter((network) => network !== null)
}
