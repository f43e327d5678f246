import type { Sweep, SweepState } from './records.ts'
import type { HistoryDb } from './schema.ts'
import { readRow } from './stored.ts'
import { SweepSchema } from './stored-course.ts'
import { writeAll } from './transaction.ts'

/**
 * Stores a plan. What was recorded since the caller read it wins: an item once done stays done, cost only grows,
 * an ended sweep stays ended.
 */
export function saveSweep(db: HistoryDb, sweep: Sweep): Promise<void> {
  return writeAll(db, ['sweeps'], async (tx) => {
    const stored = readRow(SweepSchema, await tx.store.get(sweep.id))
    await tx.store.put(stored ? merged(stored, sweep) : sweep)
  })
}

function merged(stored: Sweep, sweep: Sweep): Sweep {
  const done = new Set(stored.items.filter((item) => item.done).map((item) => item.targetId))
  const ended = stored.state !== 'running'
  return {
    ...sweep,
    state: ended ? stored.state : sweep.state,
    endedAt: ended ? stored.endedAt : sweep.endedAt,
    items: sweep.items.map((item) => (done.has(item.targetId) ? { ...item, done: true } : item)),
    requests: Math.max(stored.requests, sweep.requests),
    bytes: Math.max(stored.bytes, sweep.bytes),
  }
}

/** The sweep under way, the newest if a crash left more than one; null when there is none. */
export async function runningSweep(db: HistoryDb): Promise<Sweep | null> {
  const rows = await db.getAllFromIndex('sweeps', 'state', 'running')
  return (
    rows
      .map((row) => readRow(SweepSchema, row))
      .filter((sweep) => sweep !== null)
      .at(-1) ?? null
  )
}

export async function getSweep(db: HistoryDb, id: string): Promise<Sweep | null> {
  return readRow(SweepSchema, await db.get('sweeps', id))
}

/** Ends a running sweep; one that has ended keeps its first end. Answers the sweep as stored, null when unknown. */
export function endSweep(
  db: HistoryDb,
  id: string,
  state: Exclude<SweepState, 'running'>,
  at: number,
): Promise<Sweep | null> {
  return writeAll(db, ['sweeps'], async (tx) => {
    const sweep = readRow(SweepSchema, await tx.store.get(id))
    if (sweep?.state !== 'running') return sweep
    const ended: Sweep = { ...sweep, state, endedAt: at }
    await tx.store.put(ended)
    return ended
  })
}
