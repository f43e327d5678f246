import type { IDBPDatabase } from 'idb'
import v1 from './fixtures/v1.json' with { type: 'json' }
import v2 from './fixtures/v2.json' with { type: 'json' }

/**
 * For the specs: what each released version left on users' disks. Frozen at release; a later migration is tested
 * by filling the database of every older version with its fixture and opening it with today's code.
 */
export const FIXTURES: Readonly<Record<number, Readonly<Record<string, readonly unknown[]>>>> = {
  1: v1,
  2: v2,
}

export async function fill(db: IDBPDatabase, version: number): Promise<void> {
  const stores = Object.entries(FIXTURES[version] ?? {})
  const tx = db.transaction(
    stores.map(([store]) => store),
    'readwrite',
  )
  await Promise.all(stores.flatMap(([store, rows]) => rows.map((row) => tx.objectStore(store).add(row))))
  await tx.done
}
