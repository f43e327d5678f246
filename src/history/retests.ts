import type { HistoryDb } from './schema.ts'
import { LatestSchema, readRow } from './stored.ts'

export interface ArmedRetest {
  targetId: string
  /** Epoch ms. */
  at: number
}

/** Targets of one network that are to be looked at again soon. */
export async function armedRetests(db: HistoryDb, networkId: string): Promise<ArmedRetest[]> {
  const rows = await db.getAll('latest', IDBKeyRange.bound([networkId], [networkId, []]))
  return rows.flatMap((row) => {
    const latest = readRow(LatestSchema, row)
    const at = latest?.retestAt ?? null
    return latest && at !== null ? [{ targetId: latest.targetId, at }] : []
  })
}
