import { deleteDB } from 'idb'
import type { Target } from '../../core/model/target.ts'
import type { OpenOptions } from './connection.ts'
import { HistoryError, historyErrorOf } from './history-error.ts'
import type { History } from './open.ts'
import { HISTORY_NAME, type HistoryDb } from './schema.ts'
import { listTargets } from './targets.ts'
import { writeAll } from './transaction.ts'

/** Longer than to open: a large one takes its time to go. */
const DELETE_TIMEOUT_MS = 60_000

export interface WipeOptions extends Partial<OpenOptions> {
  /** Targets that are no part of the list, but a trace of what was looked at. */
  isTrace: (target: Target) => boolean
}

/**
 * Forgets all that was measured, where, and when; the list of targets stays. In one transaction, so all or nothing. A
 * store that will not have it (damaged, of a newer schema, full) is deleted, and gets back what could be read of the
 * list. Throws HistoryError `blocked` or `stuck` when it cannot even be deleted.
 */
export async function wipeHistory(history: History, options: WipeOptions): Promise<void> {
  const isPart = (target: Target) => !options.isTrace(target)
  try {
    await history.withDb((db) => clearAll(db, options.isTrace))
  } catch {
    const targets = await history.withDb(listTargets).catch(() => [])
    await deleteHistory(history, options)
    await history.withDb((db) =>
      writeAll(
        db,
        ['targets'],
        async (tx) => {
          for (const target of targets.filter(isPart)) await tx.store.put(target)
        },
        'frees',
      ),
    )
  }
}

async function clearAll(db: HistoryDb, isTrace: WipeOptions['isTrace']): Promise<void> {
  const [first, ...others] = db.objectStoreNames
  if (!first) throw new HistoryError('corrupt', 'The history has no stores.')
  const traces = (await listTargets(db)).filter(isTrace)
  await writeAll(
    db,
    [first, ...others],
    async (tx) => {
      for (const store of tx.objectStoreNames) {
        if (store !== 'targets') await tx.objectStore(store).clear?.()
      }
      for (const { id } of traces) await tx.objectStore('targets').delete?.(id)
    },
    'frees',
  )
}

/**
 * Deletes the database, readable or not. Open pages step aside by themselves; one that does not leaves `blocked`: the
 * deletion then still waits, and happens when that page is closed.
 */
export async function deleteHistory(history: History, options: Partial<OpenOptions> = {}): Promise<void> {
  const { name = HISTORY_NAME, timeoutMs = DELETE_TIMEOUT_MS } = options
  history.close()
  let waitingFor: keyof typeof WAITING = 'stuck'
  const deleting = deleteDB(name, {
    blocked() {
      waitingFor = 'blocked'
    },
  })
  let timer: ReturnType<typeof setTimeout> | undefined
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new HistoryError(waitingFor, WAITING[waitingFor])), timeoutMs)
  })
  deleting.catch(() => {})
  try {
    await Promise.race([deleting, limit])
  } catch (error) {
    throw historyErrorOf(error)
  } finally {
    clearTimeout(timer)
  }
}

const WAITING = {
  stuck: 'The browser does not delete the history database; restarting the browser helps.',
  blocked: 'Another Fenceline page keeps the history open; close it.',
}
