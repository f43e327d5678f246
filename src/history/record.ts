import type { Verdict } from '../../core/model/verdict.ts'
import { follow } from '../../core/verdict/series.ts'
import { type RetestPace, STANDARD_RETESTS } from '../../core/verdict/soon-retest.ts'
import { baseRateAt } from './base-rate.ts'
import type { HistoryEvent, Latest, Measurement, Sweep } from './records.ts'
import { countLook, hourOf } from './rollup.ts'
import type { HistoryDb } from './schema.ts'
import { eventOf, seriesLook } from './series-look.ts'
import { latestOf, seriesOf } from './standing.ts'
import { LatestSchema, RollupSchema, readRow, SweepSchema } from './stored.ts'
import { together, writeAll } from './transaction.ts'

export interface Recorded {
  /** The change this look made sure; null when nothing changed, and when the look was recorded before. */
  event: HistoryEvent | null
  /** The verdict as told; the look's own when it was recorded before. */
  verdict: Verdict
}

/**
 * Writes one finished look in one transaction: the measurement with its verdict as told, where the target now
 * stands, the hour's counts, the event if one became sure, and the sweep's item done with its cost. Either all of
 * it is stored or nothing; the same id a second time changes nothing. The observations are stored as they are.
 */
export function recordMeasurement(
  db: HistoryDb,
  look: Measurement,
  pace: RetestPace = STANDARD_RETESTS,
): Promise<Recorded> {
  const stores = ['measurements', 'latest', 'rollups', 'events', 'sweeps', 'ticks'] as const
  return writeAll(db, [...stores], async (tx) => {
    const measurements = tx.objectStore('measurements')
    if ((await measurements.getKey(look.id)) !== undefined) return { event: null, verdict: look.verdict }

    const [row, rollup, sweep] = await Promise.all([
      tx.objectStore('latest').get([look.networkId, look.targetId]),
      tx.objectStore('rollups').get([look.networkId, look.targetId, hourOf(look.at)]),
      tx.objectStore('sweeps').get(look.sweepId),
    ])
    const latest = readRow(LatestSchema, row)
    const before = latest && seriesOf(latest)
    const baseRate = () => baseRateAt(tx.objectStore('ticks'), look.networkId, look.at)
    const { state, verdict, event } = follow(before, await seriesLook(look, before, baseRate), pace)
    const told: Measurement = { ...look, verdict }
    const change = event && eventOf(told, event)
    const plan = readRow(SweepSchema, sweep)
    await together(
      () => measurements.add(told),
      () => tx.objectStore('latest').put(nextLatest(latest, row !== undefined, told, state)),
      () => tx.objectStore('rollups').put(countLook(readRow(RollupSchema, rollup), told)),
      () => change && tx.objectStore('events').add(change),
      () => plan && tx.objectStore('sweeps').put(withDone(plan, told)),
    )
    return { event: change, verdict }
  })
}

function nextLatest(
  latest: Latest | null,
  isKnown: boolean,
  look: Measurement,
  series: Latest['series'] & object,
): Latest {
  // Late: the newest look is another one.
  if (latest && series.last.id !== look.id) return latest
  // A clock set back: the first look of all is this one again.
  const firstAt = latest && look.at >= latest.at ? latest.since : look.at
  // Of a row that could not be read nobody knows by which engines its series was judged.
  const oldest = latest ? (latest.engine ?? latest.verdict.engine) : isKnown ? 0 : look.verdict.engine
  return {
    ...latestOf(look, series, firstAt),
    engine: Math.min(oldest, look.verdict.engine),
    ...(latest?.reJudged ? { reJudged: latest.reJudged } : {}),
  }
}

function withDone(plan: Sweep, look: Measurement): Sweep {
  return {
    ...plan,
    items: plan.items.map((item) => (item.targetId === look.targetId ? { ...item, done: true } : item)),
    requests: plan.requests + look.requests,
    bytes: plan.bytes + look.bytes,
  }
}
