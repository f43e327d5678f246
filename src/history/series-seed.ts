import { PRIOR_FAILURE_RATE, weigh } from '../../core/stats/sequential.ts'
import { isJudged, type Kind, type SeriesState } from '../../core/verdict/series.ts'
import type { HistoryEvent } from './records.ts'

/**
 * Where a series stood before the oldest of its looks that is still there: as its last event told, for the looks behind
 * that one are gone. Null when there is no such event.
 */
export function seedOf(event: HistoryEvent | null): SeriesState | null {
  return event && seed(event, event.to, event.firstAfter, { lastOtherAt: event.lastBefore, from: event.from })
}

/** ... before that event. */
export function seedBefore(event: HistoryEvent): SeriesState | null {
  return seed(event, event.from, event.lastBefore, { lastOtherAt: null, from: null })
}

function seed(
  { id, lastBefore }: HistoryEvent,
  told: HistoryEvent['to'],
  at: number,
  { lastOtherAt, from }: { lastOtherAt: number | null; from: HistoryEvent['from'] | null },
): SeriesState | null {
  const run = judgedKind(told)
  if (!run) return null
  const interferes = run.status === 'blocked' || run.status === 'throttled'
  return {
    // Looks of a change that is half gone come after it, whether they told it or not.
    last: { id: `${id}-before`, at: lastBefore, confidence: null },
    run: {
      status: run.status,
      // Engines may name the same block otherwise: that is no change, so the older one's layer is not compared.
      mechanism: run.mechanism && 'unknown',
      firstAt: at,
      lastAt: at,
      lastId: id,
      votes: 2,
      votedAt: at,
      likelyAt: null,
      evidence: interferes ? weigh(0, true, PRIOR_FAILURE_RATE) : 0,
    },
    lastOtherAt,
    pending: null,
    returns: 0,
    cameFrom: from && (judgedKind(from)?.status ?? null),
    retests: 0,
    retestAt: null,
  }
}

function judgedKind({ status, mechanism }: HistoryEvent['to']): Kind | null {
  return isJudged(status) ? { status, mechanism } : null
}
