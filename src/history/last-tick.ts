import type { Tick } from './records.ts'
import type { HistoryDb } from './schema.ts'
import { readRow, TickSchema } from './stored.ts'

/** The newest heartbeat; null when there is none. Apart from the writers, which the popup must not wait for. */
export async function lastTick(db: HistoryDb): Promise<Tick | null> {
  const cursor = await db.transaction('ticks').store.openCursor(null, 'prev')
  return readRow(TickSchema, cursor?.value)
}
