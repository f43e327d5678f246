import { follow, type SeriesState } from '../../core/verdict/series.ts'
import { type RetestPace, STANDARD_RETESTS } from '../../core/verdict/soon-retest.ts'
import { backfillMark, waitsForBackfill } from './backfill-mark.ts'
import { baseRateAt } from './base-rate.ts'
import { beginningOf } from './beginning.ts'
import { COUNT_STORES } from './count-stored.ts'
import { type Engine, judgedAgain } from './judged-again.ts'
import type { HistoryEvent, Latest, Measurement, ReJudged } from './records.ts'
import { recountStored, type TimedLook } from './recount-stored.ts'
import { hourOf } from './rollup.ts'
import type { HistoryDb } from './schema.ts'
import { eventOf, seriesLook } from './series-look.ts'
import { latestOf } from './standing.ts'
import { LatestSchema, readRow } from './stored.ts'
import { writeAll } from './transaction.ts'
import { keptLatest } from './unkept.ts'

export interface ReJudge {
  engine: Engine
  /** Looks a transaction; an hour is never split, so a few more when an hour holds more. */
  batch: number
  /** Between two batches it stops, and goes on there another time. */
  signal: AbortSignal
  /** Before each batch; waits as long as something better is to be done. */
  ready?: () => Promise<void>
  onProgress?: (progress: { series: number; done: number }) => void
  pace?: RetestPace
}

/** Networks and targets with a verdict older than this engine. */
export async function outdatedSeries(db: HistoryDb, engine: number): Promise<[string, string][]> {
  const rows = await db.getAll('latest')
  return rows.flatMap((row) => {
    const shown = readRow(LatestSchema, row)
    const latest = shown && keptLatest(shown)
    const isOld = latest !== null && (latest.engine ?? latest.verdict.engine) < engine
    return isOld ? [[latest.networkId, latest.targetId] as [string, string]] : []
  })
}

/**
 * Judges history again by a newer engine: the observations that were kept, one network and target after the other, in
 * order of time. Each batch writes its verdicts, the counts of its hours and its events in one transaction, together
 * with how far it came (`Latest.reJudged`), so it may be cut off anywhere and loses, repeats and doubles nothing. Looks
 * recorded meanwhile are met at the end. Once a series is through, its row says where the target stands by the
 * new engine. Looks that this build cannot read, and hours whose looks are gone, keep what was said of them.
 */
export async function reJudge(db: HistoryDb, options: ReJudge): Promise<void> {
  const series = await outdatedSeries(db, options.engine.version)
  for (const [done, [networkId, targetId]] of series.entries()) {
    let isThrough = false
    while (!isThrough) {
      await options.ready?.()
      if (options.signal.aborted) return
      isThrough = await oneBatch(db, networkId, targetId, options)
    }
    options.onProgress?.({ series: series.length, done: done + 1 })
  }
}

/** Answers whether the series is through. */
function oneBatch(db: HistoryDb, networkId: string, targetId: string, options: ReJudge): Promise<boolean> {
  const { engine, pace = STANDARD_RETESTS } = options
  const stores = ['measurements', 'latest', ...COUNT_STORES, 'events', 'ticks', 'meta'] as const
  return writeAll(db, [...stores], async (tx) => {
    const shown = readRow(LatestSchema, await tx.objectStore('latest').get([networkId, targetId]))
    const latest = shown && keptLatest(shown)
    if (!latest) return true
    const mark = latest.reJudged?.engine === engine.version ? latest.reJudged : null
    const index = tx.objectStore('measurements').index('by-target')
    const after = (at: number, id: string) =>
      IDBKeyRange.bound([targetId, networkId, at, id], [targetId, networkId, []], true)
    const all = mark
      ? after(mark.at, mark.id)
      : IDBKeyRange.bound([targetId, networkId], [targetId, networkId, []])
    const { rows, isLast } = await wholeHours(index, all, options.batch)

    const ticks = tx.objectStore('ticks')
    const events = tx.objectStore('events')
    // A look of which no history is kept was counted nowhere.
    const isKept = ({ id }: Measurement) => !shown.unkept || id !== shown.measurementId
    const firstAt = mark?.firstAt ?? rows.find(isKept)?.at ?? latest.at
    const measurements = tx.objectStore('measurements')
    const judge = async (id: string) => judgedAgain(await measurements.get(id), engine)
    const begun = mark ? null : await beginningOf(events, [targetId, networkId], firstAt, judge)
    let state: SeriesState | null = mark ? mark.series : (begun?.seed ?? null)
    let standing: Latest | null = null
    const changes: HistoryEvent[] = []
    const counted: TimedLook[] = []
    for (const row of rows) {
      const look = isKept(row) ? judgedAgain(row, engine) : null
      if (!look) continue
      const baseRate = () => baseRateAt(ticks, networkId, look.said.at)
      const step = follow(state, await seriesLook(look.said, state, baseRate), pace)
      state = step.state
      const told = look.isKept ? look.stored : { ...look.said, verdict: step.verdict }
      counted.push({ at: told.at, before: row, after: told })
      if (step.event) changes.push(eventOf(look.said, step.event))
      if (row.id === latest.measurementId) standing = latestOf(told, state, firstAt)
      if (!look.isKept) await measurements.put({ ...row, verdict: step.verdict })
    }

    if (begun?.refuted) await events.delete(begun.refuted)
    for (const row of counted) {
      const told = await events.get(row.after.id)
      // A change from what nobody can look at any more stays told: see beginning.ts.
      if (told && told.lastBefore >= firstAt) await events.delete(told.id)
    }
    for (const change of changes) await events.put(change)
    const isCountedLater = waitsForBackfill(await backfillMark(tx.objectStore('meta')), networkId, targetId)
    await recountStored(tx, { networkId, targetId }, counted, isCountedLater)
    const last = rows.at(-1)
    const next: ReJudged | null =
      last && !isLast ? { engine: engine.version, at: last.at, id: last.id, series: state, firstAt } : null
    const kept = withMark(standing, next, latest, engine.version)
    await tx.objectStore('latest').put(shown.unkept ? { ...shown, unkept: { before: kept } } : kept)
    return isLast
  })
}

function withMark(standing: Latest | null, mark: ReJudged | null, before: Latest, version: number): Latest {
  // Its hours were counted by the older engine.
  const { reJudged: _, recent: _hours, ...row } = standing ?? before
  // As old as the oldest verdict until it is through.
  const oldest = before.engine ?? before.verdict.engine
  return mark ? { ...row, engine: oldest, reJudged: mark } : { ...row, engine: version }
}

interface LookIndex {
  getAll(range: IDBKeyRange, count?: number): Promise<Measurement[]>
}

/** The next looks, cut at the end of an hour: an hour's counts can only be told from all of its looks. */
async function wholeHours(
  index: LookIndex,
  range: IDBKeyRange,
  batch: number,
): Promise<{ rows: Measurement[]; isLast: boolean }> {
  const rows = await index.getAll(range, batch + 1)
  if (rows.length <= batch) return { rows, isLast: true }
  const overhang = hourOf(rows.at(-1)?.at ?? 0)
  const whole = rows.filter((row) => hourOf(row.at) !== overhang)
  if (whole.length > 0) return { rows: whole, isLast: false }
  return wholeHours(index, range, batch * 2)
}
