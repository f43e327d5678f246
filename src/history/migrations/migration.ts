import type { IDBPDatabase, IDBPTransaction } from 'idb'

/**
 * Changes the schema by one version. Works on untyped stores on purpose: a released migration is frozen and must
 * not change meaning when today's types do. It may use nothing but the transaction it is given, and await nothing
 * else, or the transaction commits under it. Bulky data is moved later, in batches, behind a marker.
 */
export interface HistoryMigration {
  run(db: IDBPDatabase, tx: IDBPTransaction<unknown, string[], 'versionchange'>): void
}
