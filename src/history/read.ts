import type { Target } from '../../core/model/target.ts'
import type { Latest } from './records.ts'
import type { HistoryDb } from './schema.ts'
import { LatestSchema, readRow, TargetSchema } from './stored.ts'

export { dayStrip, type StripCell } from './day-strip.ts'
export { lastTick as latestTick } from './last-tick.ts'

export interface StatusRow {
  target: Target
  /** null when this network never looked at the target. */
  latest: Latest | null
}

export interface StatusList {
  /** Every target of the list, switched off ones included, by id. */
  rows: StatusRow[]
  /** Rows on the disk that could not be read and are left out. */
  damaged: number
}

/** The list as one network sees it now. Two small stores, whatever the length of the history. */
export async function statusList(db: HistoryDb, networkId: string): Promise<StatusList> {
  const tx = db.transaction(['targets', 'latest'])
  // An array sorts after every string, so this spans exactly the keys that start with the network.
  const ofNetwork = IDBKeyRange.bound([networkId], [networkId, []])
  const [targetRows, latestRows] = await Promise.all([
    tx.objectStore('targets').getAll(),
    tx.objectStore('latest').getAll(ofNetwork),
  ])
  const latest = new Map<string, Latest>()
  let damaged = 0
  for (const row of latestRows) {
    const read = readRow(LatestSchema, row)
    if (read) latest.set(read.targetId, read)
    else damaged++
  }
  const rows: StatusRow[] = []
  for (const row of targetRows) {
    const target = readRow(TargetSchema, row)
    if (target) rows.push({ target, latest: latest.get(target.id) ?? null })
    else damaged++
  }
  return { rows, damaged }
}
