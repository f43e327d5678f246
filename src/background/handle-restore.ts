import { newId } from '../history/ids.ts'
import type { History } from '../history/open.ts'
import { beginRestore, endRestore, goOnRestoring } from '../history/restore.ts'
import { restoreRows } from '../history/restore-rows.ts'
import type { Handlers } from '../messages/receive.ts'

export interface RestoreHandlerDeps {
  history: History
}

/** The page reads the file, the background alone writes: each message is one transaction, whole or not at all. */
export function restoreHandlers({
  history,
}: RestoreHandlerDeps): Pick<Handlers, 'restore.begin' | 'restore.rows' | 'restore.end'> {
  return {
    'restore.begin': ({ schema }) =>
      history.withDb(async (db) => {
        const now = Date.now()
        const restoreId = newId(now)
        await beginRestore(db, schema, restoreId, now)
        return { restoreId }
      }),
    'restore.rows': ({ restoreId, store, rows }) =>
      history.withDb(async (db) => {
        await goOnRestoring(db, restoreId, Date.now())
        return restoreRows(db, store, rows)
      }),
    'restore.end': ({ restoreId }) =>
      history.withDb(async (db) => {
        await endRestore(db, restoreId, Date.now)
        return null
      }),
  }
}
