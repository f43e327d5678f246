import { addCounts, isRestricted } from './counts.ts'
import { latencyOf } from './latency.ts'
import type { Counts, Measurement } from './records.ts'

type Counted = Pick<Measurement, 'verdict' | 'observations'>

/** What one look adds. Every look counts, the unjudged ones too. */
export function countsOf({ verdict, observations }: Counted): Counts {
  const { status, mechanism, engine } = verdict
  const latency = status === 'reachable' ? latencyOf(observations) : null
  return {
    counts: { [status]: 1 },
    restricted: isRestricted(verdict) ? 1 : 0,
    ...(status === 'blocked' && mechanism ? { mechanisms: { [mechanism]: 1 } } : {}),
    // Whole milliseconds: sums are then the same in whatever order they were made.
    ...(latency === null ? {} : { latency: { n: 1, sum: Math.round(latency) } }),
    engine,
  }
}

/** The counts with one look more. */
export function countLook(previous: Counts | null, look: Counted): Counts {
  const one = countsOf(look)
  return previous ? addCounts(previous, one) : one
}
