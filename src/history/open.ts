import { attemptOpen, OPEN_TIMEOUT_MS, type OpenOptions, sharedConnection } from './connection.ts'
import { stepsFrom } from './migrations/chain.ts'
import { HISTORY_MIGRATIONS } from './migrations/index.ts'
import { HISTORY_NAME, HISTORY_VERSION, type HistoryDb } from './schema.ts'

export interface History {
  /**
   * Runs `work` on the open database, opening (and upgrading) it when needed, and once more on a fresh connection
   * when the old one was closing. Throws HistoryError for what is wrong with the store itself.
   */
  withDb<T>(work: (db: HistoryDb) => Promise<T>): Promise<T>
  close(): void
}

/** For the background alone: the only place that creates, upgrades and writes. Opens on first use. */
export function openHistory(options: Partial<OpenOptions> = {}): History {
  const { name = HISTORY_NAME, timeoutMs = OPEN_TIMEOUT_MS } = options
  const connection = sharedConnection((lost) =>
    attemptOpen({
      name,
      timeoutMs,
      version: HISTORY_VERSION,
      upgrade(db, oldVersion, _newVersion, tx) {
        for (const step of stepsFrom(HISTORY_MIGRATIONS, oldVersion)) step.run(db, tx)
      },
      lost,
    }),
  )
  return { withDb: connection.use, close: connection.close }
}
