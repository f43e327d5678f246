import { attemptOpen, OPEN_TIMEOUT_MS, type OpenOptions, sharedConnection } from './connection.ts'
import { HistoryError } from './history-error.ts'
import { HISTORY_NAME, HISTORY_VERSION, type HistoryDb } from './schema.ts'

/**
 * `empty`: nothing was ever recorded (the database does not exist). `updating`: the data is older than this page,
 * or an upgrade is under way; the background will have finished in a moment: ask again.
 */
export type Reading<T> = { state: 'ready'; value: T } | { state: 'empty' } | { state: 'updating' }

export interface HistoryReader {
  /** Throws HistoryError for every other trouble. */
  read<T>(work: (db: HistoryDb) => Promise<T>): Promise<Reading<T>>
  close(): void
}

class NotReady extends Error {
  readonly state: 'empty' | 'updating'

  constructor(state: 'empty' | 'updating') {
    super(state)
    this.state = state
  }
}

/** For pages: never creates, never upgrades, and steps aside (closes) when the background wants to upgrade. */
export function openForReading(options: Partial<OpenOptions & { version: number }> = {}): HistoryReader {
  const { name = HISTORY_NAME, timeoutMs = OPEN_TIMEOUT_MS, version = HISTORY_VERSION } = options
  const connection = sharedConnection((lost) => openExisting({ name, timeoutMs }, version, lost))
  return {
    async read(work) {
      try {
        return { state: 'ready', value: await connection.use(work) }
      } catch (error) {
        if (error instanceof NotReady) return { state: error.state }
        if (error instanceof HistoryError && error.code === 'updating') return { state: 'updating' }
        throw error
      }
    },
    close: connection.close,
  }
}

async function openExisting(options: OpenOptions, expected: number, lost: () => void): Promise<HistoryDb> {
  let absent = false
  const opening = attemptOpen({
    ...options,
    version: undefined,
    // Only called when there is no database. Aborting leaves none behind: an empty one of version 1 would
    // keep the background's first migration from ever running.
    upgrade(_db, _old, _new, tx) {
      absent = true
      tx.done.catch(() => {})
      tx.abort()
    },
    lost,
  })
  const db = await opening.catch((error: unknown) => {
    throw absent ? new NotReady('empty') : error
  })
  if (db.version === expected) return db
  db.close()
  if (db.version < expected) throw new NotReady('updating')
  throw new HistoryError('newer-schema', 'The history was written by a newer version of Fenceline.')
}
