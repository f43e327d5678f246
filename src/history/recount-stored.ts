import type { IDBPTransaction } from 'idb'
import { type CountedLook, recounted, summedUp } from './recount.ts'
import { DAY_MS, dayOf, hourOf, monthOf, nextMonthOf } from './rollup.ts'
import type { HistorySchema } from './schema.ts'
import { LongRollupSchema, RollupSchema, readRow } from './stored.ts'

type Tx = Pick<IDBPTransaction<HistorySchema, ('rollups' | 'days' | 'months')[], 'readwrite'>, 'objectStore'>

interface Series {
  networkId: string
  targetId: string
}

export interface TimedLook extends CountedLook {
  at: number
}

/**
 * Writes the counts of the hours, days and months these looks lie in, by what they say now. `isCountedLater` names
 * months whose days are still to be summed up from their hours (backfill.ts): of them only the hours are written.
 */
export async function recountStored(
  tx: Tx,
  { networkId, targetId }: Series,
  looks: readonly TimedLook[],
  isCountedLater: (month: number) => boolean,
): Promise<void> {
  const within = (startOf: (at: number) => number) => {
    const stretches = new Map<number, TimedLook[]>()
    for (const look of looks) {
      const start = startOf(look.at)
      stretches.set(start, [...(stretches.get(start) ?? []), look])
    }
    return stretches
  }
  const between = (from: number, to: number) =>
    IDBKeyRange.bound([networkId, targetId, from], [networkId, targetId, to], false, true)

  const rollups = tx.objectStore('rollups')
  for (const [hour, inHour] of within(hourOf)) {
    const stored = readRow(RollupSchema, await rollups.get([networkId, targetId, hour]))
    await rollups.put({ networkId, targetId, hour, ...recounted(stored, inHour) })
  }
  const days = tx.objectStore('days')
  for (const [start, inDay] of within(dayOf)) {
    if (isCountedLater(monthOf(start))) continue
    const stored = readRow(LongRollupSchema, await days.get([networkId, targetId, start]))
    const hours = await rollups.getAll(between(start, start + DAY_MS))
    const parts = hours.flatMap((row) => readRow(RollupSchema, row) ?? [])
    const counts = summedUp(stored && recounted(stored, inDay), parts)
    if (counts) await days.put({ networkId, targetId, start, ...counts })
  }
  const months = tx.objectStore('months')
  for (const [start, inMonth] of within(monthOf)) {
    if (isCountedLater(start)) continue
    const stored = readRow(LongRollupSchema, await months.get([networkId, targetId, start]))
    const rows = await days.getAll(between(start, nextMonthOf(start)))
    const parts = rows.flatMap((row) => readRow(LongRollupSchema, row) ?? [])
    const counts = summedUp(stored && recounted(stored, inMonth), parts)
    if (counts) await months.put({ networkId, targetId, start, ...counts })
  }
}
