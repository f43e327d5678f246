import type { HistoryEvent, Measurement, Sweep } from './records.ts'
import { countLook, hourOf } from './rollup.ts'
import type { HistoryDb } from './schema.ts'
import { advance } from './standing.ts'
import { LatestSchema, RollupSchema, readRow, SweepSchema } from './stored.ts'
import { together, writeAll } from './transaction.ts'

export interface Recorded {
  /** The change this look revealed; null when nothing changed, and when the look was recorded before. */
  event: HistoryEvent | null
}

/**
 * Writes one finished look in one transaction: the measurement, where the target now stands, the hour's counts,
 * the event if it changed, and the sweep's item done with its cost. Either all of it is stored or nothing; the
 * same id a second time changes nothing. The observations and verdict are stored as they are.
 */
export function recordMeasurement(db: HistoryDb, look: Measurement): Promise<Recorded> {
  return writeAll(db, ['measurements', 'latest', 'rollups', 'events', 'sweeps'], async (tx) => {
    const measurements = tx.objectStore('measurements')
    if ((await measurements.getKey(look.id)) !== undefined) return { event: null }

    const [latest, rollup, sweep] = await Promise.all([
      tx.objectStore('latest').get([look.networkId, look.targetId]),
      tx.objectStore('rollups').get([look.networkId, look.targetId, hourOf(look.at)]),
      tx.objectStore('sweeps').get(look.sweepId),
    ])
    const step = advance(readRow(LatestSchema, latest), look)
    const plan = readRow(SweepSchema, sweep)
    await together(
      () => measurements.add(look),
      () => tx.objectStore('latest').put(step.latest),
      () => tx.objectStore('rollups').put(countLook(readRow(RollupSchema, rollup), look)),
      () => step.event && tx.objectStore('events').add(step.event),
      () => plan && tx.objectStore('sweeps').put(withDone(plan, look)),
    )
    return { event: step.event }
  })
}

function withDone(plan: Sweep, look: Measurement): Sweep {
  return {
    ...plan,
    items: plan.items.map((item) => (item.targetId === look.targetId ? { ...item, done: true } : item)),
    requests: plan.requests + look.requests,
    bytes: plan.bytes + look.bytes,
  }
}
