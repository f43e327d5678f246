import { idsFrom } from './ids.ts'
import { DAY_MS } from './rollup.ts'
import type { HistoryDb } from './schema.ts'
import { readRow } from './stored.ts'
import { SweepSchema } from './stored-course.ts'
import { writeAll } from './transaction.ts'

/** Each removes one small batch of what is older than `before` (epoch ms) and answers whether nothing is left. */
export type PruneStep = (db: HistoryDb, before: number) => Promise<boolean>

/** A week of heartbeats at a time. */
export const pruneTicks: PruneStep = (db, before) =>
  writeAll(
    db,
    ['ticks'],
    async (tx) => {
      const first = (await tx.store.openKeyCursor())?.primaryKey
      if (first === undefined || first >= before) return true
      const end = Math.min(first + 7 * DAY_MS, before)
      await tx.store.delete(IDBKeyRange.upperBound(end, true))
      return end === before
    },
    'frees',
  )

const SERIES = 20

/** Hours of some targets: of each the oldest are the first keys of its own. */
export const pruneHours: PruneStep = async (db, before) => {
  const old: [string, string][] = []
  let cursor = await db.transaction('rollups').store.openKeyCursor()
  while (cursor && old.length < SERIES) {
    const [networkId, targetId, hour] = cursor.primaryKey
    if (hour < before) old.push([networkId, targetId])
    cursor = await cursor.continue([networkId, targetId, []] as never)
  }
  if (old.length === 0) return true
  await writeAll(
    db,
    ['rollups'],
    async (tx) => {
      for (const series of old) {
        await tx.store.delete(IDBKeyRange.bound(series, [...series, before], false, true))
      }
    },
    'frees',
  )
  return cursor === null
}

export const pruneLinkHours: PruneStep = (db, before) =>
  writeAll(
    db,
    ['linkHours'],
    async (tx) => {
      let cursor = await tx.store.openKeyCursor()
      while (cursor) {
        const [networkId, hour] = cursor.primaryKey
        if (hour < before)
          await tx.store.delete(IDBKeyRange.bound([networkId], [networkId, before], false, true))
        cursor = await cursor.continue([networkId, []] as never)
      }
      return true
    },
    'frees',
  )

const SWEEPS = 50

/** Plans of sweeps that ended; one that never did may still go on. */
export const pruneSweeps: PruneStep = (db, before) =>
  writeAll(
    db,
    ['sweeps'],
    async (tx) => {
      const rows = await tx.store.getAll(IDBKeyRange.upperBound(idsFrom(before), true), SWEEPS)
      const over = rows.filter((row) => readRow(SweepSchema, row)?.state !== 'running')
      for (const { id } of over) await tx.store.delete(id)
      return over.length === 0 || rows.length < SWEEPS
    },
    'frees',
  )
