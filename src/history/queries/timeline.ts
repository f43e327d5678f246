import { addCounts } from '../counts.ts'
import type { StripCell } from '../day-strip.ts'
import type { Counts } from '../records.ts'
import type { HistoryDb } from '../schema.ts'
import { worstOf } from '../worst.ts'
import { type Counted, countReader } from './counted.ts'
import { type Tally, tallyOf } from './tally.ts'
import { CALENDAR, type Unit } from './units.ts'

export interface TimelineAsk {
  targetId: string
  /** null: all networks together. */
  networkId: string | null
  unit: Unit
  /** Epoch ms. Whole units are told: that which `from` lies in, up to that which ends at or after `to`. */
  from: number
  to: number
}

export interface Cell {
  start: number
  end: number
  /** `unobserved` is a gap: nobody looked, and nothing is filled in. */
  worst: StripCell
  counts: Counts['counts']
  tally: Tally
  /** Mean time to the first byte of the healthy answers; null when there is none. */
  latencyMs: number | null
}

export interface Timeline {
  /** One for each unit, the oldest first. */
  cells: Cell[]
  /** Rows on the disk that could not be read and are left out. */
  damaged: number
}

/** A year by hours. More is a mistake of the caller, and would be millions of cells before anybody notices. */
const MOST_CELLS = 366 * 24

/** One target over time. One read for each network; no look is touched. */
export async function timeline(db: HistoryDb, ask: TimelineAsk): Promise<Timeline> {
  const { startOf, next } = CALENDAR[ask.unit]
  const starts: number[] = []
  // Of no time at all there is no unit, though `from` lies in one.
  const end = ask.from < ask.to ? ask.to : Number.NEGATIVE_INFINITY
  for (let start = startOf(ask.from); start < end; start = next(start)) {
    if (starts.push(start) > MOST_CELLS) throw new RangeError(`More than ${MOST_CELLS} cells by ${ask.unit}`)
  }
  const reader = countReader(db)
  const networks = ask.networkId === null ? await reader.networks(ask.unit) : [ask.networkId]
  const from = startOf(ask.from)
  const rows = await Promise.all(
    networks.map((networkId) => reader.read(ask.unit, networkId, ask.targetId, from, ask.to)),
  )
  const counted = byStart(rows.flat())
  const cells = starts.map((start) => cellOf(start, next(start), counted.get(start)))
  return { cells, damaged: reader.damaged() }
}

function byStart(rows: readonly Counted[]): Map<number, Counts> {
  const sums = new Map<number, Counts>()
  for (const row of rows) {
    const known = sums.get(row.start)
    sums.set(row.start, known ? addCounts(known, row) : row)
  }
  return sums
}

function cellOf(start: number, end: number, counts: Counts | undefined): Cell {
  const { latency } = counts ?? {}
  return {
    start,
    end,
    worst: (counts && worstOf(counts.counts)) ?? 'unobserved',
    counts: counts?.counts ?? {},
    tally: tallyOf(counts ? [counts] : []),
    latencyMs: latency && latency.n > 0 ? latency.sum / latency.n : null,
  }
}
