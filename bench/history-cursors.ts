import type { StripCell } from '../src/history/day-strip.ts'
import { idsFrom } from '../src/history/ids.ts'
import type { Measurement } from '../src/history/records.ts'
import { dayOf, HOUR_MS, hourOf } from '../src/history/rollup.ts'
import type { HistoryDb } from '../src/history/schema.ts'
import { STRIP_HOURS, WORST_FIRST } from '../src/history/worst.ts'

/**
 * The peer: the same answers from the looks alone, by a plain cursor over the store. Nothing is parsed or checked, and
 * where the keys, which begin with the time, bound what has to be read, they do.
 */
async function walk(
  db: HistoryDb,
  range: IDBKeyRange | null,
  see: (look: Measurement) => void,
): Promise<void> {
  const { store } = db.transaction('measurements')
  let cursor = await store.openCursor(range)
  while (cursor) {
    see(cursor.value)
    cursor = await cursor.continue()
  }
}

/** By target: its newest look on this network, and the worst of each of the last 24 hours. */
export async function popupByCursor(db: HistoryDb, networkId: string, now: number): Promise<PopupAnswer> {
  const first = hourOf(now) - (STRIP_HOURS - 1) * HOUR_MS
  const newest = new Map<string, string>()
  const strips = new Map<string, StripCell[]>()
  // The newest look at a target may be any age.
  await walk(db, null, (look) => {
    if (look.networkId !== networkId) return
    newest.set(look.targetId, look.id)
    const cells = strips.get(look.targetId) ?? new Array<StripCell>(STRIP_HOURS).fill('unobserved')
    strips.set(look.targetId, cells)
    const hour = (hourOf(look.at) - first) / HOUR_MS
    if (hour >= 0 && hour < STRIP_HOURS) cells[hour] = worse(cells[hour], look.verdict.status)
  })
  return [...newest].sort().map(([targetId, id]) => [targetId, id, (strips.get(targetId) ?? []).join(' ')])
}

/** Day by day: looks, and blocked ones. */
export async function timelineByCursor(
  db: HistoryDb,
  targetId: string,
  from: number,
  to: number,
): Promise<TimelineAnswer> {
  const days = new Map<number, [looks: number, blocked: number]>()
  await walk(db, IDBKeyRange.bound(idsFrom(from), idsFrom(to), false, true), (look) => {
    if (look.targetId !== targetId) return
    const [looks, blocked] = days.get(dayOf(look.at)) ?? [0, 0]
    days.set(dayOf(look.at), [looks + 1, blocked + (look.verdict.status === 'blocked' ? 1 : 0)])
  })
  return [...days].sort(([a], [b]) => a - b).map(([day, [looks, blocked]]) => [day, looks, blocked])
}

/** What both ways must agree in. */
export type PopupAnswer = [targetId: string, newest: string, strip: string][]
export type TimelineAnswer = [day: number, looks: number, blocked: number][]

const RANK: readonly (StripCell | undefined)[] = WORST_FIRST

function worse(a: StripCell | undefined, b: StripCell): StripCell {
  return a === undefined || a === 'unobserved' || RANK.indexOf(b) < RANK.indexOf(a) ? b : a
}
