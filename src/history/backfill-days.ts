import type { Step } from './backfill.ts'
import type { Rollup } from './records.ts'
import { summedUp } from './recount.ts'
import { dayOf, monthOf, nextMonthOf } from './rollup.ts'
import { LongRollupSchema, RollupSchema, readRow } from './stored.ts'

/** One month of one target on one network: its days from their hours, itself from its days. */
export const countStep: Step = async (tx, after) => {
  const rollups = tx.objectStore('rollups')
  const ahead = after === null ? null : IDBKeyRange.lowerBound(after, true)
  const first = (await rollups.openKeyCursor(ahead))?.primaryKey
  if (!first) return null
  const [networkId, targetId, hour] = first
  // A key that no hour has: past this series.
  if (typeof hour !== 'number') return [networkId, targetId, []]
  const month = monthOf(hour)
  const until = nextMonthOf(hour)
  const inMonth = IDBKeyRange.bound([networkId, targetId, month], [networkId, targetId, until], false, true)

  const hours = new Map<number, Rollup[]>()
  for (const row of await rollups.getAll(inMonth)) {
    const read = readRow(RollupSchema, row)
    if (read) hours.set(dayOf(read.hour), [...(hours.get(dayOf(read.hour)) ?? []), read])
  }
  const days = tx.objectStore('days')
  for (const [start, parts] of hours) {
    const told = readRow(LongRollupSchema, await days.get([networkId, targetId, start]))
    const counts = summedUp(told, parts)
    if (counts) await days.put({ ...counts, networkId, targetId, start })
  }
  const months = tx.objectStore('months')
  const told = readRow(LongRollupSchema, await months.get([networkId, targetId, month]))
  const parts = (await days.getAll(inMonth)).flatMap((row) => readRow(LongRollupSchema, row) ?? [])
  const counts = summedUp(told, parts)
  if (counts) await months.put({ ...counts, networkId, targetId, start: month })
  return [networkId, targetId, until - 1]
}
