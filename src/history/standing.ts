import type { Mechanism, Status } from '../../core/model/status.ts'
import { latencyOf } from './latency.ts'
import type { HistoryEvent, JudgedStatus, Latest, Measurement, Standing } from './records.ts'

/** `untested` and `inconclusive` say nothing of the site: they neither break a run nor start one. */
export function isJudged(status: Status): status is JudgedStatus {
  return status !== 'untested' && status !== 'inconclusive'
}

export interface Advance {
  latest: Latest
  event: HistoryEvent | null
}

/**
 * Where a target stands after one more look. The rules, in order:
 * 1. A look that began before the latest one and overlapped it is only late: the standing stays.
 * 2. A look wholly before the latest one means that the clock was set back: no time of the old run can be trusted
 *    beside the new ones, so a run starts afresh and no event is claimed.
 * 3. A look that is not judged shows as the verdict, and leaves the run as it was.
 * 4. The first judged look starts a run, without event: nothing was known before.
 * 5. A judged look with the same status, and no *other isolated* mechanism, goes on with the run: a look that
 *    could not isolate the layer does not contradict one that could.
 * 6. Anything else is a change: a new run, and an event between the old run's last look and this one.
 */
export function advance(previous: Latest | null, look: Measurement): Advance {
  if (previous && look.at < previous.at) {
    if (look.at + look.ms >= previous.at) return { latest: previous, event: null }
    return advance(null, look)
  }
  const before = previous && standingOf(previous)
  const { status } = look.verdict
  if (!isJudged(status)) {
    return {
      latest: latestOf(look, previous?.since ?? look.at, previous?.lastOtherAt ?? null, before),
      event: null,
    }
  }
  const seen: Standing = {
    status,
    mechanism: look.verdict.mechanism,
    at: look.at,
    measurementId: look.id,
  }
  if (!previous || !before) return { latest: latestOf(look, look.at, null, seen), event: null }
  if (sameRun(before, seen)) {
    const mechanism = isolated(seen.mechanism) ? seen.mechanism : before.mechanism
    return {
      latest: latestOf(look, previous.since, previous.lastOtherAt, { ...seen, mechanism }),
      event: null,
    }
  }
  return { latest: latestOf(look, look.at, before.at, seen), event: eventOf(look, before, seen) }
}

function standingOf(latest: Latest): Standing | null {
  if (latest.standing) return latest.standing
  const { status, mechanism } = latest.verdict
  return isJudged(status) ? { status, mechanism, at: latest.at, measurementId: latest.measurementId } : null
}

function isolated(mechanism: Mechanism | null): boolean {
  return mechanism !== null && mechanism !== 'unknown'
}

function sameRun(a: Standing, b: Standing): boolean {
  if (a.status !== b.status) return false
  return !isolated(a.mechanism) || !isolated(b.mechanism) || a.mechanism === b.mechanism
}

function latestOf(
  look: Measurement,
  since: number,
  lastOtherAt: number | null,
  standing: Standing | null,
): Latest {
  return {
    networkId: look.networkId,
    targetId: look.targetId,
    url: look.url,
    measurementId: look.id,
    at: look.at,
    verdict: look.verdict,
    since,
    lastOtherAt,
    latencyMs: look.verdict.status === 'reachable' ? latencyOf(look.observations) : null,
    ...(standing ? { standing } : {}),
  }
}

/** Carries the look's own id, so that one look can never leave two events. */
function eventOf(look: Measurement, from: Standing, to: Standing): HistoryEvent {
  return {
    id: look.id,
    networkId: look.networkId,
    targetId: look.targetId,
    url: look.url,
    lastBefore: from.at,
    firstAfter: look.at,
    from: { status: from.status, mechanism: from.mechanism },
    to: { status: to.status, mechanism: to.mechanism },
  }
}
