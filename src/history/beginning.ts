import { isJudged, type SeriesState } from '../../core/verdict/series.ts'
import type { JudgedAgain } from './judged-again.ts'
import type { HistoryEvent } from './records.ts'
import { seedBefore, seedOf } from './series-seed.ts'

export interface Beginning {
  /** Where the series stood before the first look that is left; null when nothing tells. */
  seed: SeriesState | null
  /** An event told of these very looks, which say otherwise now; null when there is none. */
  refuted: string | null
}

interface EventStore {
  index(name: 'by-target'): {
    openCursor(range: IDBKeyRange, direction?: 'prev'): Promise<{ value: HistoryEvent } | null>
  }
}

/**
 * Where a judging of what is left of a series begins: the looks before `firstAt` are gone, what was told of them stays.
 * A change across that edge has only its second half left. Those looks alone would never tell it again, and it must not
 * vanish for that: it stays, unless the look that made it sure is now judged to be something else.
 */
export async function beginningOf(
  events: EventStore,
  [targetId, networkId]: [string, string],
  firstAt: number,
  judge: (id: string) => Promise<JudgedAgain | null>,
): Promise<Beginning> {
  const index = events.index('by-target')
  const series = [targetId, networkId]
  const next = await index.openCursor(IDBKeyRange.bound([...series, firstAt], [...series, []]))
  if (next && next.value.lastBefore < firstAt) {
    const said = (await judge(next.value.id))?.said.verdict.status
    const isRefuted = said !== undefined && isJudged(said) && said !== next.value.to.status
    if (isRefuted) return { seed: seedBefore(next.value), refuted: next.value.id }
    return { seed: seedOf(next.value), refuted: null }
  }
  const last = await index.openCursor(IDBKeyRange.bound(series, [...series, firstAt], false, true), 'prev')
  return { seed: seedOf(last?.value ?? null), refuted: null }
}
