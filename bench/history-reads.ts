import { listNetworks } from '../src/history/networks.ts'
import type { HistoryReader } from '../src/history/open-for-reading.ts'
import { outagesIn } from '../src/history/outages.ts'
import { byNetwork } from '../src/history/queries/breakdown.ts'
import { eventsPage } from '../src/history/queries/events.ts'
import { percentages } from '../src/history/queries/percentages.ts'
import { timeline } from '../src/history/queries/timeline.ts'
import { dayStrip, latestTick, statusList } from '../src/history/read.ts'
import { DAY_MS, dayOf } from '../src/history/rollup.ts'
import type { HistoryDb } from '../src/history/schema.ts'
import { type PopupAnswer, popupByCursor, type TimelineAnswer, timelineByCursor } from './history-cursors.ts'
import { HOME } from './history-world.ts'

/** ms of a piece of work beside what it answered. */
export interface Timed<T> {
  ms: number
  value: T
}

export async function timed<T>(work: () => Promise<T>): Promise<Timed<T>> {
  const start = performance.now()
  const value = await work()
  return { ms: performance.now() - start, value }
}

/** What the popup reads before it paints, as src/popup/snapshot.ts does. */
async function popup(db: HistoryDb, now: number) {
  const [, , { rows }] = await Promise.all([latestTick(db), listNetworks(db), statusList(db, HOME)])
  const looked = rows.flatMap(({ latest }) => latest ?? [])
  return { looked, strips: await dayStrip(db, looked, now) }
}

/** The queries of the pages, through the connection that pages open, and their peers. */
export function reads(reader: HistoryReader) {
  const ask = async <T>(work: (db: HistoryDb) => Promise<T>): Promise<T> => {
    const reading = await reader.read(work)
    if (reading.state !== 'ready') throw new Error(`The history is ${reading.state}`)
    return reading.value
  }
  const ninetyDays = (now: number) => ({ from: dayOf(now) - 89 * DAY_MS, to: dayOf(now) + DAY_MS })

  return {
    async popup(now: number): Promise<Timed<PopupAnswer>> {
      const { ms, value } = await timed(() => ask((db) => popup(db, now)))
      const answer = value.looked.map(({ targetId, measurementId }): PopupAnswer[number] => [
        targetId,
        measurementId,
        (value.strips.get(targetId) ?? []).join(' '),
      ])
      return { ms, value: answer.sort() }
    },
    popupByCursor: (now: number) => timed(() => ask((db) => popupByCursor(db, HOME, now))),

    async timeline(targetId: string, now: number): Promise<Timed<TimelineAnswer>> {
      const span = { targetId, networkId: null, unit: 'day' as const, ...ninetyDays(now) }
      const { ms, value } = await timed(() => ask((db) => timeline(db, span)))
      const answer = value.cells.flatMap(({ start, tally }): TimelineAnswer => {
        const looks = tally.n + tally.unjudged
        return looks > 0 ? [[start, looks, tally.blocked]] : []
      })
      return { ms, value: answer }
    },
    async timelineByCursor(targetId: string, now: number): Promise<Timed<TimelineAnswer>> {
      const { from, to } = ninetyDays(now)
      return timed(() => ask((db) => timelineByCursor(db, targetId, from, to)))
    },

    async eventsPage(): Promise<Timed<number>> {
      const { ms, value } = await timed(() => ask((db) => eventsPage(db, { limit: 50 })))
      return { ms, value: value.events.length }
    },
    async percentages(targetIds: readonly string[], now: number): Promise<Timed<number>> {
      const { ms, value } = await timed(() =>
        ask((db) => percentages(db, { targetIds, networkId: null, now })),
      )
      return { ms, value: value.total['1y'].n }
    },
    async byNetwork(targetIds: readonly string[], now: number): Promise<Timed<number>> {
      const { ms, value } = await timed(() => ask((db) => byNetwork(db, { targetIds, now })))
      return { ms, value: value.networks.length }
    },
    async outages(from: number, to: number): Promise<Timed<number>> {
      const { ms, value } = await timed(() => ask((db) => outagesIn(db, { from, to, limit: 50 })))
      return { ms, value: value.length }
    },
  }
}
