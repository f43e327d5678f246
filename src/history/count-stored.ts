import type { IDBPTransaction } from 'idb'
import { countLook } from './count-look.ts'
import type { Measurement } from './records.ts'
import { dayOf, hourOf, monthOf } from './rollup.ts'
import type { HistorySchema } from './schema.ts'
import { LongRollupSchema, RollupSchema, readRow } from './stored.ts'
import { together } from './transaction.ts'

export const COUNT_STORES = ['rollups', 'days', 'months'] as const
type Tx = IDBPTransaction<HistorySchema, ('rollups' | 'days' | 'months')[], 'readwrite'>

/**
 * Reads the counts of the hour, day and month a look lies in; the function answered writes them with the look added.
 * Apart, so that the reads of a transaction go out together.
 */
export async function countsAround(
  tx: Pick<Tx, 'objectStore'>,
  { networkId, targetId, at }: Pick<Measurement, 'networkId' | 'targetId' | 'at'>,
): Promise<(look: Measurement) => Promise<void>> {
  const series = { networkId, targetId }
  const [hour, start, month] = [hourOf(at), dayOf(at), monthOf(at)]
  const rollups = tx.objectStore('rollups')
  const days = tx.objectStore('days')
  const months = tx.objectStore('months')
  const rows = await Promise.all([
    rollups.get([networkId, targetId, hour]),
    days.get([networkId, targetId, start]),
    months.get([networkId, targetId, month]),
  ])
  const [hourRow, dayRow, monthRow] = rows
  return (look) =>
    together(
      () => rollups.put({ ...series, hour, ...countLook(readRow(RollupSchema, hourRow), look) }),
      () => days.put({ ...series, start, ...countLook(readRow(LongRollupSchema, dayRow), look) }),
      () => months.put({ ...series, start: month, ...countLook(readRow(LongRollupSchema, monthRow), look) }),
    )
}
