import { type IDBPDatabase, type OpenDBCallbacks, openDB } from 'idb'
import { errorName, HistoryError, historyErrorOf } from './history-error.ts'
import { corruptOrFull } from './room.ts'
import type { HistoryDb } from './schema.ts'

/** How long an open may take before we call it stuck. */
export const OPEN_TIMEOUT_MS = 10_000

export interface OpenOptions {
  name: string
  timeoutMs: number
}

interface Attempt extends OpenOptions {
  /** undefined: whatever version is there. */
  version: number | undefined
  upgrade: NonNullable<OpenDBCallbacks<unknown>['upgrade']>
  /** The connection is gone: forget it. */
  lost: () => void
}

/**
 * Opens once, within a time limit. An open request cannot be cancelled, so one that succeeds after we gave up is
 * closed at once: a forgotten connection would block every later upgrade.
 */
export async function attemptOpen(attempt: Attempt): Promise<HistoryDb> {
  let connection: IDBPDatabase | null = null
  let waitingFor: 'stuck' | 'blocked' | 'updating' = 'stuck'
  let gaveUp = false
  /** The open itself only says that it was aborted. */
  let upgradeFailure: unknown = null
  const opening = openDB(attempt.name, attempt.version, {
    upgrade(...args) {
      waitingFor = 'updating'
      args[3].done.catch((error: unknown) => {
        upgradeFailure = error
      })
      attempt.upgrade(...args)
    },
    blocked() {
      waitingFor = 'blocked'
    },
    // The browser does not close for us, and the newer build would wait for ever.
    blocking() {
      connection?.close()
      attempt.lost()
    },
    terminated: attempt.lost,
  }).then((db) => {
    if (gaveUp) db.close()
    connection = db
    // The typed view: the migrations have built exactly this schema.
    return db as unknown as HistoryDb
  })

  let timer: ReturnType<typeof setTimeout> | undefined
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      gaveUp = true
      reject(new HistoryError(waitingFor, WAITING[waitingFor]))
    }, attempt.timeoutMs)
  })
  // After the limit has won, the loser's failure is nobody's business.
  opening.catch(() => {})
  try {
    return await Promise.race([opening, limit])
  } catch (error) {
    throw openErrorOf(errorName(upgradeFailure) === 'QuotaExceededError' ? upgradeFailure : error)
  } finally {
    clearTimeout(timer)
  }
}

const WAITING = {
  stuck: 'The browser does not open the history database; restarting the browser helps.',
  blocked: 'Another Fenceline page keeps an older history open; close it.',
  updating: 'The history is being updated.',
}

/** While opening, a few names mean more than they do later. */
function openErrorOf(error: unknown): unknown {
  const name = errorName(error)
  // Firefox answers InvalidStateError for an unusable profile; AbortError is a migration that failed.
  if (name === 'InvalidStateError' || name === 'AbortError') {
    return new HistoryError('corrupt', 'The history database cannot be opened.', error)
  }
  return historyErrorOf(error)
}

/** One connection, opened when first needed and shared; forgotten when it is lost or was never opened. */
export interface Connection {
  /** Runs `work`; once more on a fresh connection when the first was closing under it. */
  use<T>(work: (db: HistoryDb) => Promise<T>): Promise<T>
  close(): void
}

export function sharedConnection(open: (lost: () => void) => Promise<HistoryDb>): Connection {
  let cached: Promise<HistoryDb> | null = null

  function get(): Promise<HistoryDb> {
    if (cached) return cached
    const forget = () => {
      if (cached === mine) cached = null
    }
    const mine = open(forget)
    cached = mine
    mine.catch(forget)
    return mine
  }

  async function use<T>(work: (db: HistoryDb) => Promise<T>): Promise<T> {
    const first = await get()
    try {
      return await work(first)
    } catch (error) {
      // "The connection is closing" is thrown when a transaction is asked for, before anything is written.
      if (errorName(error) !== 'InvalidStateError') throw historyErrorOf(error)
    }
    const stale = cached
    if (stale && (await stale.catch(() => null)) === first) cached = null
    try {
      return await work(await get())
    } catch (error) {
      if (errorName(error) !== 'InvalidStateError') throw historyErrorOf(error)
      throw new HistoryError('updating', 'The history is being updated.', error)
    }
  }

  return {
    use: (work) =>
      use(work).catch(async (error: unknown) => {
        throw await corruptOrFull(error)
      }),
    close() {
      cached?.then(
        (db) => db.close(),
        () => {},
      )
      cached = null
    },
  }
}
