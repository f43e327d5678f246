import type { Tick } from './records.ts'
import type { HistoryDb } from './schema.ts'
import { readRow, TickSchema } from './stored.ts'
import { writeAll } from './transaction.ts'

export async function recordTick(db: HistoryDb, tick: Tick): Promise<void> {
  await writeAll(db, ['ticks'], (tx) => tx.store.put(tick))
}

/** The newest heartbeat; null when there is none. */
export async function lastTick(db: HistoryDb): Promise<Tick | null> {
  const cursor = await db.transaction('ticks').store.openCursor(null, 'prev')
  return readRow(TickSchema, cursor?.value)
}
