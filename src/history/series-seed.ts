import { PRIOR_FAILURE_RATE, weigh } from '../../core/stats/sequential.ts'
import { isJudged, type Kind, type SeriesState } from '../../core/verdict/series.ts'
import type { HistoryEvent } from './records.ts'

/**
 * Where a series stood before the oldest of its looks that is still there: as its last event from before then told,
 * for the looks behind that one are gone. Null when there is no such event.
 */
export function seedOf(event: HistoryEvent | null): SeriesState | null {
  const run = event && judgedKind(event.to)
  if (!event || !run) return null
  const interferes = run.status === 'blocked' || run.status === 'throttled'
  const { id, firstAfter } = event
  return {
    last: { id: `${id}-before`, at: firstAfter, confidence: null },
    run: {
      status: run.status,
      // Engines may name the same block otherwise: that is no change, so the older one's layer is not compared.
      mechanism: run.mechanism && 'unknown',
      firstAt: firstAfter,
      lastAt: firstAfter,
      lastId: id,
      votes: 2,
      votedAt: firstAfter,
      likelyAt: null,
      evidence: interferes ? weigh(0, true, PRIOR_FAILURE_RATE) : 0,
    },
    lastOtherAt: event.lastBefore,
    pending: null,
    returns: 0,
    cameFrom: judgedKind(event.from)?.status ?? null,
    retests: 0,
    retestAt: null,
  }
}

function judgedKind({ status, mechanism }: HistoryEvent['to']): Kind | null {
  return isJudged(status) ? { status, mechanism } : null
}
