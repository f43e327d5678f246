import type { Network } from './records.ts'
import type { HistoryDb } from './schema.ts'
import { NetworkSchema, readRow } from './stored.ts'
import { writeAll } from './transaction.ts'

/** Notes that a network was seen: its first and last sighting span all calls; a user's label is never dropped. */
export async function noteNetwork(db: HistoryDb, network: Network): Promise<void> {
  await writeAll(db, ['networks'], async (tx) => {
    const known = readRow(NetworkSchema, await tx.store.get(network.id))
    await tx.store.put(
      known
        ? {
            ...network,
            label: network.label ?? known.label,
            firstSeen: Math.min(known.firstSeen, network.firstSeen),
            lastSeen: Math.max(known.lastSeen, network.lastSeen),
          }
        : network,
    )
  })
}
