import type { Counts } from '../records.ts'
import type { HistoryDb } from '../schema.ts'
import { LongRollupSchema, RollupSchema, readRow } from '../stored.ts'
import { CALENDAR, type Unit } from './units.ts'

/** The counts of one hour, day or month. */
export interface Counted extends Counts {
  /** Epoch ms. */
  start: number
}

export interface CountReader {
  /** One target on one network, each stretch that begins in [from, to), the oldest first. */
  read(unit: Unit, networkId: string, targetId: string, from: number, to: number): Promise<Counted[]>
  /** Every network that has counts by any of these units, of whatever target. */
  networks(...units: Unit[]): Promise<string[]>
  /** Rows that could not be read so far. */
  damaged(): number
}

/** Reads counts in one transaction, so that all that is told fits together. Await nothing else in between. */
export function countReader(db: HistoryDb): CountReader {
  const tx = db.transaction(['rollups', 'days', 'months'])
  let damaged = 0
  return {
    async read(unit, networkId, targetId, from, to) {
      if (from >= to) return []
      const range = IDBKeyRange.bound([networkId, targetId, from], [networkId, targetId, to], false, true)
      const rows: unknown[] = await tx.objectStore(CALENDAR[unit].store).getAll(range)
      const read = rows.flatMap((row) => countedOf(unit, row) ?? [])
      damaged += rows.length - read.length
      return read
    },
    async networks(...units) {
      const found = await Promise.all(units.map((unit) => firstParts(tx.objectStore(CALENDAR[unit].store))))
      return [...new Set(found.flat())].sort()
    },
    damaged: () => damaged,
  }
}

function countedOf(unit: Unit, row: unknown): Counted | null {
  if (unit !== 'hour') return readRow(LongRollupSchema, row)
  const hour = readRow(RollupSchema, row)
  return hour && { ...hour, start: hour.hour }
}

interface KeyCursor {
  key: readonly [string, ...unknown[]]
  continue(key: never): Promise<KeyCursor | null>
}

/** Leaps from one first part of the key to the next: as many steps as there are networks, whatever the rows. */
async function firstParts(store: { openKeyCursor(): Promise<unknown> }): Promise<string[]> {
  const parts: string[] = []
  let cursor = (await store.openKeyCursor()) as KeyCursor | null
  while (cursor) {
    const [part] = cursor.key
    parts.push(part)
    // An array sorts after every string: past all keys that begin with this part.
    cursor = await cursor.continue([part, []] as never)
  }
  return parts
}
