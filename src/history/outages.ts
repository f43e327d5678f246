import type { LinkFold } from '../../core/connectivity/fold.ts'
import { linkFold } from './link-fold.ts'
import type { Outage } from './records.ts'
import type { HistoryDb } from './schema.ts'
import { readRow } from './stored.ts'
import { OutageSchema } from './stored-link.ts'

export interface SeenOutage {
  outage: Outage
  /** `unknown`: no end was seen, and nobody looks: we are on another network, or the clock was set back. */
  standing: 'ended' | 'ongoing' | 'unknown'
}

export interface OutageQuery {
  from: number
  to: number
  limit: number
  /** Only of this network. */
  networkId?: string
}

/** Of outages that began before the time asked about, so many are looked at: those of one line never overlap. */
const LOOK_BACK = 32

/** Outages that overlap [from, to], the newest first. Keys begin with the onset, so only a range of them is read. */
export async function outagesIn(db: HistoryDb, query: OutageQuery): Promise<SeenOutage[]> {
  const { from, to, limit, networkId } = query
  const fold = await linkFold(db)
  const found = new Map<string, Outage>()
  const take = (outage: Outage | null) => {
    if (outage && (networkId === undefined || outage.networkId === networkId)) found.set(outage.id, outage)
  }

  const { store } = db.transaction('outages')
  let cursor = await store.openCursor(IDBKeyRange.bound(keyOf(from), `${keyOf(to)}~`), 'prev')
  while (cursor && found.size < limit) {
    take(readRow(OutageSchema, cursor.value))
    cursor = await cursor.continue()
  }
  let before = await store.openCursor(IDBKeyRange.upperBound(keyOf(from), true), 'prev')
  for (let i = 0; before && i < LOOK_BACK && found.size < limit; i++) {
    const outage = readRow(OutageSchema, before.value)
    if (outage?.end && outage.end.to >= from) take(outage)
    before = await before.continue()
  }
  for (const { open } of Object.values(fold?.lines ?? {})) {
    if (open && open.outage.onset.to < from) take(open.outage)
  }
  return [...found.values()]
    .sort((a, b) => (a.id < b.id ? 1 : -1))
    .slice(0, limit)
    .map((outage) => ({ outage, standing: standingOf(outage, fold) }))
}

function standingOf(outage: Outage, fold: LinkFold | null): SeenOutage['standing'] {
  if (outage.end) return 'ended'
  const isHere = fold?.networkId === outage.networkId
  return isHere && fold.lines[outage.networkId]?.open?.outage.id === outage.id ? 'ongoing' : 'unknown'
}

const keyOf = (at: number): string => String(Math.max(0, Math.floor(at))).padStart(13, '0')
