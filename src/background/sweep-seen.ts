import { lastTick } from '../history/last-tick.ts'
import { measurementOf } from '../history/measurement.ts'
import { statusList } from '../history/read.ts'
import type { Sweep } from '../history/records.ts'
import type { HistoryDb } from '../history/schema.ts'
import { readRow } from '../history/stored.ts'
import { SweepSchema } from '../history/stored-course.ts'
import { getSweep } from '../history/sweeps.ts'
import { UNKNOWN_NETWORK } from '../networks/current.ts'

/** A sweep and what followed it on other networks, in order; the last one says whether all of it has ended. */
async function chainOf(db: HistoryDb, sweepId: string): Promise<Sweep[]> {
  const first = await getSweep(db, sweepId)
  if (!first) throw new Error(`No sweep ${sweepId}`)
  const chain = [first]
  if (first.state !== 'moved') return chain
  const later = await db.getAll('sweeps', IDBKeyRange.lowerBound(sweepId, true))
  for (const row of later) {
    const next = readRow(SweepSchema, row)
    if (chain.at(-1)?.state === 'moved' && next?.pace === first.pace) chain.push(next)
  }
  return chain
}

/** State of a sweep and what it has measured so far, wherever it was moved to. Lab builds only. */
export async function sweepSeen(db: HistoryDb, sweepId: string) {
  const chain = await chainOf(db, sweepId)
  const connectivity = (await lastTick(db))?.connectivity ?? 'offline'
  const measurements = []
  for (const { id, networkId, items } of chain) {
    const asked = new Set(items.map((i) => i.targetId))
    // While nobody could say where we are, looks were filed as nowhere's.
    for (const filedAs of new Set([networkId, UNKNOWN_NETWORK])) {
      for (const { latest } of (await statusList(db, filedAs)).rows) {
        if (!latest || !asked.has(latest.targetId)) continue
        const stored = await measurementOf(db, latest.measurementId)
        if (stored?.measurement.sweepId === id) measurements.push({ ...stored.measurement, connectivity })
      }
    }
  }
  const last = chain.at(-1)
  return { sweep: { ...last, id: sweepId }, measurements }
}
