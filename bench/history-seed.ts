import { unwrap } from 'idb'
import { PRIOR_FAILURE_RATE } from '../core/stats/sequential.ts'
import { follow, type SeriesState } from '../core/verdict/series.ts'
import type { HistoryEvent, Latest, Measurement, Rollup } from '../src/history/records.ts'
import { countLook, hourOf } from '../src/history/rollup.ts'
import type { HistoryDb } from '../src/history/schema.ts'
import { eventOf, seriesLook } from '../src/history/series-look.ts'
import { latestOf } from '../src/history/standing.ts'
import { looksOf, type Sights, urlOf, type WorldSize } from './history-world.ts'

const BATCH = 4_000

type Row = { store: string; value: unknown }

/** Puts many rows in one transaction; resolves when it is committed. */
function putAll(db: HistoryDb, rows: readonly Row[]): Promise<void> {
  const stores = [...new Set(rows.map(({ store }) => store))]
  const tx = (unwrap(db) as IDBDatabase).transaction(stores, 'readwrite', { durability: 'relaxed' })
  for (const { store, value } of rows) tx.objectStore(store).put(value)
  tx.commit()
  return new Promise((resolve, reject) => {
    tx.oncomplete = () => resolve()
    tx.onabort = () => reject(tx.error ?? new Error('A seeding transaction was aborted'))
  })
}

/** One target on one network, as far as the looks have come. */
interface Thread {
  state: SeriesState | null
  firstAt: number
  last: Measurement
  hour: Rollup
}

/** Fills an empty database with what recording every look, one after the other, would have left. */
export async function seed(db: HistoryDb, size: WorldSize, sights: Sights, say: (done: number) => void) {
  const threads = new Map<string, Thread>()
  let rows: Row[] = []
  let flying: Promise<void> = Promise.resolve()
  let done = 0
  const flush = async () => {
    const batch = rows
    rows = []
    // One transaction is filled while the one before it is written.
    await flying
    if (batch.length > 0) flying = putAll(db, batch)
    say(done)
  }
  for (let i = 0; i < size.targets; i++) {
    const id = urlOf(i)
    const value = { id, url: id, category: 'NEWS', group: 'news', sensitive: false, enabled: true, addedAt: 0 }
    rows.push({ store: 'targets', value })
  }
  for (const look of looksOf(size, sights)) {
    const key = `${look.networkId} ${look.targetId}`
    const thread = threads.get(key) ?? null
    const before = thread?.state ?? null
    const { state, verdict, event } = follow(before, await seriesLook(look, before, async () => PRIOR_FAILURE_RATE))
    const told: Measurement = { ...look, verdict }
    rows.push({ store: 'measurements', value: told })
    if (event) rows.push({ store: 'events', value: eventOf(told, event) satisfies HistoryEvent })
    const sameHour = thread !== null && thread.hour.hour === hourOf(look.at)
    if (thread && !sameHour) rows.push({ store: 'rollups', value: thread.hour })
    threads.set(key, {
      state,
      firstAt: thread?.firstAt ?? look.at,
      last: told,
      hour: countLook(sameHour ? thread.hour : null, told),
    })
    done++
    if (done % BATCH === 0) await flush()
  }
  for (const { state, firstAt, last, hour } of threads.values()) {
    rows.push({ store: 'rollups', value: hour })
    if (state) rows.push({ store: 'latest', value: latestOf(last, state, firstAt) satisfies Latest })
  }
  await flush()
  await flying
}
