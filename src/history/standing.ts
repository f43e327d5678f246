import { PRIOR_FAILURE_RATE, weigh } from '../../core/stats/sequential.ts'
import type { Run, SeriesState } from '../../core/verdict/series.ts'
import { isJudged } from '../../core/verdict/series.ts'
import { latencyOf } from './latency.ts'
import type { Latest, Measurement, Standing } from './records.ts'

/** The row that says where a target stands: its newest look beside what the series has come to. */
export function latestOf(
  look: Pick<Measurement, 'id' | 'networkId' | 'targetId' | 'url' | 'at' | 'verdict' | 'observations'>,
  series: SeriesState,
  firstAt: number,
): Latest {
  // While a change waits, what is shown is the looks that it waits with.
  const shown = series.pending ?? series.run
  const lastOtherAt = series.pending ? (series.run?.lastAt ?? null) : series.lastOtherAt
  return {
    networkId: look.networkId,
    targetId: look.targetId,
    url: look.url,
    measurementId: look.id,
    at: look.at,
    verdict: look.verdict,
    since: shown?.firstAt ?? firstAt,
    lastOtherAt,
    latencyMs: look.verdict.status === 'reachable' ? latencyOf(look.observations) : null,
    ...(shown ? { standing: standingOf(shown) } : {}),
    series,
    retestAt: series.retestAt,
  }
}

const standingOf = ({ status, mechanism, lastAt, lastId }: Run): Standing => ({
  status,
  mechanism,
  at: lastAt,
  measurementId: lastId,
})

/** The series of a row, or what a row from before series were followed lets us know of it. */
export function seriesOf(latest: Latest): SeriesState {
  if (latest.series) return latest.series
  return {
    last: { id: latest.measurementId, at: latest.at, confidence: latest.verdict.confidence },
    run: runOf(latest),
    lastOtherAt: latest.lastOtherAt,
    pending: null,
    returns: 0,
    cameFrom: null,
    retests: 0,
    retestAt: null,
  }
}

function runOf({ standing, verdict, at, measurementId, since }: Latest): Run | null {
  const { status, mechanism, confidence } = verdict
  const known = standing ?? (isJudged(status) ? { status, mechanism, at, measurementId } : null)
  if (!known) return null
  const interferes = known.status === 'blocked' || known.status === 'throttled'
  // Of the looks before the newest only the first is known by time; of their confidence nothing is.
  const likely = confidence === 'likely' && known.measurementId === measurementId
  return {
    status: known.status,
    mechanism: known.mechanism,
    firstAt: since,
    lastAt: known.at,
    lastId: known.measurementId,
    votes: 2,
    votedAt: known.at,
    likelyAt: likely ? known.at : null,
    evidence: interferes ? weigh(0, true, PRIOR_FAILURE_RATE) : 0,
  }
}
