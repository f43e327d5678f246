import type { Status } from '../core/model/status.ts'
import { PRIOR_FAILURE_RATE } from '../core/stats/sequential.ts'
import { follow, type SeriesState } from '../core/verdict/series.ts'
import { countLook } from '../src/history/count-look.ts'
import type { Counts, Latest, Measurement } from '../src/history/records.ts'
import { DAY_MS, dayOf, HOUR_MS, hourOf, monthOf } from '../src/history/rollup.ts'
import type { HistoryDb } from '../src/history/schema.ts'
import { eventOf } from '../src/history/series-look.ts'
import { latestOf } from '../src/history/standing.ts'
import { STRIP_HOURS, worstOf } from '../src/history/worst.ts'
import { putAll, type Row } from './history-rows.ts'
import { tickRows } from './history-ticks.ts'
import { looksOf, NETWORKS, type Sights, startOf, sweepOf, urlOf, type WorldSize } from './history-world.ts'

/** Rows a transaction. */
const BATCH = 8_000
/** As long as ended plans are kept. */
const SWEEPS_MS = 30 * DAY_MS

/** One target on one network, as far as its looks have come. */
interface Thread {
  state: SeriesState | null
  firstAt: number
  /** Of the hour, day and month of its newest look. */
  counts: Record<CountStore, { start: number; counts: Counts }>
  /** The hours of the day up to that look. */
  recent: { start: number; worst: Status | null }[]
}

const COUNTED = { rollups: hourOf, days: dayOf, months: monthOf }
type CountStore = keyof typeof COUNTED

/**
 * Fills an empty database with what recording every look and heartbeat, one after the other, would have left: the
 * series, counts and outages are made by the very functions that recording uses, in bulk instead of look by look.
 */
export async function seed(
  db: HistoryDb,
  size: WorldSize,
  sights: Sights,
  say: (rows: number) => void,
): Promise<void> {
  let batch: Row[] = []
  let flying: Promise<void> = Promise.resolve()
  let written = 0
  for (const rows of [fixedRows(size), tickRows(size), lookRows(size, sights)]) {
    for (const row of rows) {
      batch.push(row)
      if (batch.length < BATCH) continue
      // One transaction is filled while the one before it is written.
      await flying
      flying = putAll(db, batch)
      written += batch.length
      batch = []
      say(written)
    }
  }
  await flying
  await putAll(db, batch)
}

function* fixedRows(size: WorldSize): Generator<Row> {
  for (let i = 0; i < size.targets; i++) {
    const url = urlOf(i)
    const settled = { category: 'NEWS', group: 'news', sensitive: false, enabled: true, addedAt: 0 } as const
    yield { store: 'targets', value: { id: url, url, ...settled } }
  }
  for (const network of NETWORKS) {
    yield { store: 'networks', value: { ...network, firstSeen: startOf(size), lastSeen: size.end } }
  }
  for (let i = 0; i < size.looks; i += size.targets) {
    const value = sweepOf(size, i)
    if (value.startedAt >= size.end - SWEEPS_MS) yield { store: 'sweeps', value }
  }
}

export function* lookRows(size: WorldSize, sights: Sights): Generator<Row> {
  const threads = new Map<string, Thread>()
  const newest = new Map<Thread, Measurement>()
  for (const look of looksOf(size, sights)) {
    const key = `${look.networkId} ${look.targetId}`
    const thread = threads.get(key) ?? threadFrom(look)
    threads.set(key, thread)
    const { id, at, ms } = look
    const seen = { id, at, ms, verdict: look.verdict, baseFailureRate: PRIOR_FAILURE_RATE }
    const { state, verdict, event } = follow(thread.state, seen)
    const told: Measurement = { ...look, verdict }
    thread.state = state
    newest.set(thread, told)
    yield { store: 'measurements', value: told }
    if (event) yield { store: 'events', value: eventOf(told, event) }
    for (const store of ['rollups', 'days', 'months'] as const) {
      const last = thread.counts[store]
      const start = COUNTED[store](at)
      if (last.start === start) last.counts = countLook(last.counts, told)
      else {
        yield countRow(store, told, last)
        thread.counts[store] = { start, counts: countLook(null, told) }
      }
    }
    const hour = thread.counts.rollups
    thread.recent = thread.recent.filter(({ start }) => start !== hour.start && start > hour.start - DAY_MS)
    thread.recent.push({ start: hour.start, worst: worstOf(hour.counts.counts) })
  }
  for (const [thread, told] of newest) {
    for (const store of ['rollups', 'days', 'months'] as const)
      yield countRow(store, told, thread.counts[store])
    if (thread.state) yield { store: 'latest', value: latestRow(thread, thread.state, told) }
  }
}

function threadFrom(look: Measurement): Thread {
  const none = (store: CountStore) => ({
    start: COUNTED[store](look.at),
    counts: { counts: {}, engine: look.verdict.engine },
  })
  const counts = { rollups: none('rollups'), days: none('days'), months: none('months') }
  return { state: null, firstAt: look.at, counts, recent: [] }
}

function countRow(
  store: CountStore,
  { networkId, targetId }: Measurement,
  { start, counts }: { start: number; counts: Counts },
): Row {
  return store === 'rollups'
    ? { store, value: { networkId, targetId, hour: start, ...counts } }
    : { store, value: { networkId, targetId, start, ...counts } }
}

function latestRow({ firstAt, recent }: Thread, state: SeriesState, told: Measurement): Latest {
  const end = hourOf(told.at)
  const worst = Array.from({ length: STRIP_HOURS }, (_, i) => {
    const hour = end - (STRIP_HOURS - 1 - i) * HOUR_MS
    return recent.find(({ start }) => start === hour)?.worst ?? null
  })
  return { ...latestOf(told, state, firstAt), engine: told.verdict.engine, recent: { end, worst } }
}
