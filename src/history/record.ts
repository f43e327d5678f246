import type { Verdict } from '../../core/model/verdict.ts'
import { follow } from '../../core/verdict/series.ts'
import { type RetestPace, STANDARD_RETESTS } from '../../core/verdict/soon-retest.ts'
import { baseRateAt } from './base-rate.ts'
import { COUNT_STORES, countsAround } from './count-stored.ts'
import { hoursAround } from './recent-hours.ts'
import type { HistoryEvent, Latest, Measurement, Sweep } from './records.ts'
import type { HistoryDb } from './schema.ts'
import { eventOf, seriesLook } from './series-look.ts'
import { latestOf, seriesOf } from './standing.ts'
import { LatestSchema, readRow } from './stored.ts'
import { SweepSchema } from './stored-course.ts'
import { together, writeAll } from './transaction.ts'
import { keptLatest } from './unkept.ts'

export interface Recorded {
  /** The change this look made sure; null when nothing changed, and when the look was recorded before. */
  event: HistoryEvent | null
  /** The verdict as told; the look's own when it was recorded before. */
  verdict: Verdict
}

/**
 * Writes one finished look in one transaction: the measurement with its verdict as told, where the target now
 * stands, the counts of its hour, day and month, the event if one became sure, and the sweep's item done with its
 * cost. Either all of it is stored or nothing; the same id a second time changes nothing. The observations are stored
 * as they are.
 *
 * Without history (`keep` false) only where the target stands and its newest look, which replaces the one before; see
 * unkept.ts.
 */
export function recordMeasurement(
  db: HistoryDb,
  look: Measurement,
  pace: RetestPace = STANDARD_RETESTS,
  keep = true,
): Promise<Recorded> {
  const stores = ['measurements', 'latest', ...COUNT_STORES, 'events', 'sweeps', 'ticks'] as const
  return writeAll(db, [...stores], async (tx) => {
    const measurements = tx.objectStore('measurements')
    const { networkId, targetId } = look
    const [known, row, sweep, count, hours] = await Promise.all([
      measurements.getKey(look.id),
      tx.objectStore('latest').get([networkId, targetId]),
      tx.objectStore('sweeps').get(look.sweepId),
      countsAround(tx, look),
      hoursAround(tx.objectStore('rollups'), look),
    ])
    if (known !== undefined) return { event: null, verdict: look.verdict }

    const shown = readRow(LatestSchema, row)
    const latest = keep && shown ? keptLatest(shown) : shown
    const before = latest && seriesOf(latest)
    const baseRate = () => baseRateAt(tx.objectStore('ticks'), networkId, look.at)
    const { state, verdict, event } = follow(before, await seriesLook(look, before, baseRate), pace)
    const told: Measurement = { ...look, verdict }
    const change = event && eventOf(told, event)
    const isDamaged = row !== undefined && !shown
    // Of a late look nothing is shown, and the hours told before it came are no longer whole.
    const { recent: _, ...standing } = nextLatest(latest, isDamaged, told, state)
    const isNewest = standing.measurementId === look.id
    const kept = isNewest ? { ...standing, recent: hours(told) } : standing
    const next = keep ? kept : withoutHistory(standing, shown)
    const plan = readRow(SweepSchema, sweep)
    // A look without history that came too late to be shown is nothing to anybody.
    const isWritten = keep || next.measurementId === look.id
    const replaced = isWritten && shown?.unkept ? shown.measurementId : null
    await together(
      () => (replaced ? measurements.delete(replaced) : null),
      () => (isWritten ? measurements.add(told) : null),
      () => tx.objectStore('latest').put(next),
      () => (keep ? count(told) : null),
      () => change && (keep ? tx.objectStore('events').add(change) : null),
      () => plan && tx.objectStore('sweeps').put(withDone(plan, told)),
    )
    return { event: change, verdict }
  })
}

function nextLatest(
  latest: Latest | null,
  isDamaged: boolean,
  look: Measurement,
  series: Latest['series'] & object,
): Latest {
  // Late: the newest look is another one.
  if (latest && series.last.id !== look.id) return latest
  // A clock set back: the first look of all is this one again.
  const firstAt = latest && look.at >= latest.at ? latest.since : look.at
  // Of a row that could not be read nobody knows by which engines its series was judged.
  const oldest = latest ? (latest.engine ?? latest.verdict.engine) : isDamaged ? 0 : look.verdict.engine
  return {
    ...latestOf(look, series, firstAt),
    engine: Math.min(oldest, look.verdict.engine),
    ...(latest?.reJudged ? { reJudged: latest.reJudged } : {}),
  }
}

/** The row that goes again, over the one that stays. */
function withoutHistory(standing: Latest, shown: Latest | null): Latest {
  if (standing.measurementId === shown?.measurementId) return shown
  const { reJudged: _, ...row } = standing
  return { ...row, unkept: { before: shown?.unkept ? shown.unkept.before : shown } }
}

function withDone(plan: Sweep, look: Measurement): Sweep {
  return {
    ...plan,
    items: plan.items.map((item) => (item.targetId === look.targetId ? { ...item, done: true } : item)),
    requests: plan.requests + look.requests,
    bytes: plan.bytes + look.bytes,
  }
}
