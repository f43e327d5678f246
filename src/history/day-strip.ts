import type { Status } from '../../core/model/status.ts'
import type { Latest } from './records.ts'
import { HOUR_MS, hourOf } from './rollup.ts'
import type { HistoryDb } from './schema.ts'
import { RollupSchema, readRow } from './stored.ts'
import { STRIP_HOURS, worstOf } from './worst.ts'

/** No look at all in the hour is `unobserved`, which is not `untested` and never "offline". */
export type StripCell = Status | 'unobserved'

/**
 * The last 24 UTC hours of each target, the oldest first, the running hour last. What a row knows of them itself is
 * used as far as it goes: a read for each target of a long list takes longer than all the rest of the popup.
 */
export async function dayStrip(
  db: HistoryDb,
  looked: readonly Latest[],
  now: number,
): Promise<Map<string, StripCell[]>> {
  const end = hourOf(now)
  const strips = new Map<string, StripCell[]>()
  const silent: Latest[] = []
  for (const latest of looked) {
    const told = toldBy(latest, end)
    if (told) strips.set(latest.targetId, told)
    else silent.push(latest)
  }
  if (silent.length === 0) return strips
  const { store } = db.transaction('rollups')
  await Promise.all(
    silent.map(async (latest) => strips.set(latest.targetId, await countedIn(store, latest, end))),
  )
  return strips
}

const nothing = () => new Array<StripCell>(STRIP_HOURS).fill('unobserved')

/** null when the row does not tell: it knows nothing, or was written before the clock was set back. */
function toldBy({ recent }: Latest, end: number): StripCell[] | null {
  if (!recent || recent.end > end || recent.worst.length !== STRIP_HOURS) return null
  const since = Math.min(STRIP_HOURS, (end - recent.end) / HOUR_MS)
  return [...recent.worst.map((status) => status ?? 'unobserved'), ...nothing()].slice(
    since,
    since + STRIP_HOURS,
  )
}

async function countedIn(
  hours: { getAll(range: IDBKeyRange): Promise<unknown[]> },
  { networkId, targetId }: Latest,
  end: number,
): Promise<StripCell[]> {
  const start = end - (STRIP_HOURS - 1) * HOUR_MS
  const range = IDBKeyRange.bound([networkId, targetId, start], [networkId, targetId, end])
  const cells = nothing()
  for (const row of await hours.getAll(range)) {
    const rollup = readRow(RollupSchema, row)
    if (rollup) cells[(hourOf(rollup.hour) - start) / HOUR_MS] = worstOf(rollup.counts) ?? 'unobserved'
  }
  return cells
}
