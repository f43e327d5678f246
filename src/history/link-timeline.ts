import type { LinkState } from '../../core/connectivity/state.ts'
import type { Connectivity } from '../../core/model/status.ts'
import { outagesIn } from './outages.ts'
import type { LinkHour } from './records.ts'
import { HOUR_MS, hourOf } from './rollup.ts'
import type { HistoryDb } from './schema.ts'
import { readRow } from './stored.ts'
import { LinkHourSchema } from './stored-link.ts'

/** One UTC hour of one line. */
export interface LinkCell {
  hour: number
  /** The worst that two of its heartbeats found, or its only one; `unobserved` when there was none. */
  state: LinkState | 'unobserved'
  ticks: number
  asked: number
  answered: number
  inOutage: boolean
}

/** Longest stretch answered in one go: a year of hours. */
const MOST_HOURS = 366 * 24
const WORST_FIRST: readonly Connectivity[] = ['offline', 'national-only', 'portal', 'degraded', 'online']

/** One cell for each hour that [from, to] touches, the oldest first, hours nobody saw among them. */
export async function linkTimeline(
  db: HistoryDb,
  networkId: string,
  from: number,
  to: number,
): Promise<LinkCell[]> {
  const last = hourOf(to)
  const first = Math.max(hourOf(from), last - (MOST_HOURS - 1) * HOUR_MS)
  const range = IDBKeyRange.bound([networkId, first], [networkId, last])
  const [rows, outages] = await Promise.all([
    db.getAll('linkHours', range),
    outagesIn(db, { from: first, to, limit: MOST_HOURS, networkId }),
  ])
  const domestic = outages.filter(({ outage }) => outage.kind === 'domestic').map(({ outage }) => outage)
  const known = new Map<number, LinkHour>()
  for (const row of rows) {
    const hour = readRow(LinkHourSchema, row)
    if (hour) known.set(hour.hour, hour)
  }
  return Array.from({ length: (last - first) / HOUR_MS + 1 }, (_, i) => {
    const hour = first + i * HOUR_MS
    const cell = cellOf(hour, known.get(hour) ?? null)
    const isDomestic = domestic.some(
      ({ onset, end }) => onset.to < hour + HOUR_MS && (end?.from ?? Number.POSITIVE_INFINITY) >= hour,
    )
    return cell.state === 'online' && cell.inOutage && isDomestic ? { ...cell, state: 'domestic' } : cell
  })
}

function cellOf(hour: number, row: LinkHour | null): LinkCell {
  if (!row) return { hour, state: 'unobserved', ticks: 0, asked: 0, answered: 0, inOutage: false }
  const { states, asked, answered, inOutage } = row
  const ticks = Object.values(states).reduce((sum, n) => sum + n, 0)
  let seen = 0
  const state = WORST_FIRST.find((word) => {
    seen += states[word] ?? 0
    return seen >= Math.min(2, ticks)
  })
  return { hour, state: ticks > 0 && state ? state : 'unobserved', ticks, asked, answered, inOutage }
}
