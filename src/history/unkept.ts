import type { Latest } from './records.ts'
import type { HistoryDb } from './schema.ts'
import { LatestSchema, readRow } from './stored.ts'
import { writeAll } from './transaction.ts'

/**
 * Where history itself says that a target stands. While no history is kept, a row shows the newest look all the same,
 * and carries with it what it covers: so that mode leaves no trace in what was kept before it, or is kept after.
 */
export function keptLatest(latest: Latest): Latest | null {
  return latest.unkept ? readRow(LatestSchema, latest.unkept.before) : latest
}

/**
 * Forgets what was seen without history being kept: the looks, where they said the targets stand, and the plans of
 * sweeps. Call when the browser starts, before a sweep goes on.
 */
export async function forgetUnkept(db: HistoryDb): Promise<void> {
  await writeAll(
    db,
    ['latest', 'measurements', 'sweeps'],
    async (tx) => {
      const latests = tx.objectStore('latest')
      for (const row of await latests.getAll()) {
        const latest = readRow(LatestSchema, row)
        if (!latest?.unkept) continue
        const kept = keptLatest(latest)
        await (kept ? latests.put(kept) : latests.delete([latest.networkId, latest.targetId]))
        await tx.objectStore('measurements').delete(latest.measurementId)
      }
      // Only a plan: what it saw lies with the looks.
      await tx.objectStore('sweeps').clear()
    },
    'frees',
  )
}
