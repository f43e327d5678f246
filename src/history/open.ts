import { attemptOpen, OPEN_TIMEOUT_MS, type OpenOptions, sharedConnection } from './connection.ts'
import { HistoryError } from './history-error.ts'
import { stepsFrom } from './migrations/chain.ts'
import { HISTORY_MIGRATIONS } from './migrations/index.ts'
import { room } from './room.ts'
import { HISTORY_NAME, HISTORY_VERSION, type HistoryDb } from './schema.ts'

export interface History {
  /**
   * Runs `work` on the open database, opening (and upgrading) it when needed, and once more on a fresh connection
   * when the old one was closing. Throws HistoryError for what is wrong with the store itself.
   */
  withDb<T>(work: (db: HistoryDb) => Promise<T>): Promise<T>
  close(): void
}

export interface HistoryOptions extends OpenOptions {
  /** Each time it was opened, before anybody else has it. What fails in it is told, and costs nobody the history. */
  onOpen(db: HistoryDb): Promise<void>
}

/** For the background alone: the only place that creates, upgrades and writes. Opens on first use. */
export function openHistory(options: Partial<HistoryOptions> = {}): History {
  const { name = HISTORY_NAME, timeoutMs = OPEN_TIMEOUT_MS, onOpen } = options
  const connection = sharedConnection(async (lost) => {
    await roomToUpgrade(name)
    const db = await attemptOpen({
      name,
      timeoutMs,
      version: HISTORY_VERSION,
      upgrade(opened, oldVersion, _newVersion, tx) {
        for (const step of stepsFrom(HISTORY_MIGRATIONS, oldVersion)) step.run(opened, tx)
        // Migrations leave word that what was there is to be counted; here nothing was.
        if (oldVersion === 0) void tx.objectStore('meta').delete?.('backfill')
      },
      lost,
    })
    await onOpen?.(db).catch((error: unknown) => console.error('history opened', error))
    return db
  })
  return { withDb: connection.use, close: connection.close }
}

/** An upgrade cut off by the end of the disk may cost all that was there (see room.ts): it waits. */
async function roomToUpgrade(name: string): Promise<void> {
  if (!(await room.isFull())) return
  const version = (await indexedDB.databases()).find((one) => one.name === name)?.version
  if (version !== undefined && version < HISTORY_VERSION) {
    throw new HistoryError('quota', 'The disk has no room left to update the history.')
  }
}
