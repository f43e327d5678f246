import { readObservations } from '../../core/model/upcast.ts'
import type { Step } from './backfill.ts'
import { countLook } from './count-look.ts'
import { totalOf } from './counts.ts'
import { withoutRecent } from './recent-hours.ts'
import type { Counts } from './records.ts'
import { DAY_MS, dayOf, hourOf } from './rollup.ts'
import { LatestSchema, MeasurementSchema, RollupSchema, readRow } from './stored.ts'

/** One day of one target on one network: its hours from their looks. */
export const lookStep: Step = async (tx, after) => {
  const index = tx.objectStore('measurements').index('by-target')
  const ahead = after === null ? null : IDBKeyRange.lowerBound(after, true)
  const first = (await index.openKeyCursor(ahead))?.key
  if (!first) return null
  const [targetId, networkId, at] = first
  if (typeof at !== 'number') return [targetId, networkId, []]
  const end = dayOf(at) + DAY_MS
  const latest = readRow(LatestSchema, await tx.objectStore('latest').get([networkId, targetId]))
  const rows = await index.getAll(
    IDBKeyRange.bound([targetId, networkId, dayOf(at)], [targetId, networkId, end], false, true),
  )
  const hours = new Map<number, Counts>()
  for (const row of rows) {
    const read = readRow(MeasurementSchema, row)
    // A look of which no history is kept is counted nowhere.
    if (!read || (latest?.unkept && latest.measurementId === read.id)) continue
    const { observations } = readObservations(read.observations)
    const look = { verdict: read.verdict, observations }
    hours.set(hourOf(read.at), countLook(hours.get(hourOf(read.at)) ?? null, look))
  }
  const rollups = tx.objectStore('rollups')
  for (const [hour, counts] of hours) {
    const told = readRow(RollupSchema, await rollups.get([networkId, targetId, hour]))
    if (!told || totalOf(counts) >= totalOf(told)) await rollups.put({ ...counts, networkId, targetId, hour })
  }
  if (latest?.recent && end > latest.recent.end - DAY_MS) {
    await tx.objectStore('latest').put(withoutRecent(latest))
  }
  return [targetId, networkId, end - 1, []]
}
