import * as v from 'valibot'
import { askBackfill, backfillStep } from './backfill.ts'
import type { HistoryDb } from './schema.ts'
import { HISTORY_VERSION } from './schema.ts'
import { readRow } from './stored.ts'
import { writeAll } from './transaction.ts'

export type RestoreErrorCode = 'restore-busy' | 'restore-newer' | 'restore-unknown'

export class RestoreError extends Error {
  readonly code: RestoreErrorCode

  constructor(code: RestoreErrorCode, message: string) {
    super(message)
    this.name = 'RestoreError'
    this.code = code
  }
}

/** Meta key of the restoring under way. On the disk: the background may be ended between two messages. */
const KEY = 'restore'

/** A page that was closed says no goodbye: after this another may begin. */
const FORGOTTEN_MS = 60_000

/** What is not summed up by then goes on with the next upkeep. */
const SUM_UP_MS = 10_000

const UnderWaySchema = v.object({ id: v.string(), lastAt: v.number() })

interface MetaStore {
  get(key: string): Promise<{ value: unknown } | undefined>
}

async function underWay(meta: MetaStore) {
  return readRow(UnderWaySchema, (await meta.get(KEY))?.value)
}

export function beginRestore(db: HistoryDb, schema: number, id: string, now: number): Promise<void> {
  if (schema > HISTORY_VERSION) {
    throw new RestoreError('restore-newer', 'The backup was made by a newer version of Fenceline.')
  }
  return writeAll(db, ['meta'], async (tx) => {
    const other = await underWay(tx.store)
    // A clock set back must not lock it for ever.
    if (other && Math.abs(now - other.lastAt) < FORGOTTEN_MS) {
      throw new RestoreError('restore-busy', 'Another backup is being restored.')
    }
    await tx.store.put({ key: KEY, value: { id, lastAt: now } })
  })
}

/** Says that it goes on; throws when it is not (any more) the one under way, as after a wipe. */
export function goOnRestoring(db: HistoryDb, id: string, now: number): Promise<void> {
  return writeAll(db, ['meta'], async (tx) => {
    if ((await underWay(tx.store))?.id !== id) {
      throw new RestoreError('restore-unknown', 'This is not the backup that is being restored.')
    }
    await tx.store.put({ key: KEY, value: { id, lastAt: now } })
  })
}

/**
 * Days, months and the link's hours are summed up anew from what lies in them; an older version's backup has none. Only
 * whole steps: what is left is done later, and a cancelled one, too, leaves nothing half counted.
 */
export async function endRestore(db: HistoryDb, id: string, now: () => number): Promise<void> {
  await goOnRestoring(db, id, now())
  await askBackfill(db, 'looks')
  await writeAll(db, ['meta'], (tx) => tx.store.delete(KEY))
  const until = now() + SUM_UP_MS
  while (now() < until && !(await backfillStep(db))) {
    // One step after the other.
  }
}
