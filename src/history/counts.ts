import type { Mechanism, Status } from '../../core/model/status.ts'
import type { Verdict } from '../../core/model/verdict.ts'
import type { Counts } from './records.ts'

/** Neither blocked nor free: slowed, refused here only, or delivered through a root that is not the site's. */
export function isRestricted({ status, scope, warnings }: Verdict): boolean {
  if (status === 'refused') return scope === 'here'
  return status === 'throttled' || (status === 'reachable' && warnings.includes('tls-interception'))
}

/** Of rows from before it was counted the nearest that is known: what was slowed or refused, by whomever. */
export function restrictedOf({ counts, restricted }: Counts): number {
  return restricted ?? (counts.throttled ?? 0) + (counts.refused ?? 0)
}

/** How many looks were counted. */
export function totalOf({ counts }: Counts): number {
  return Object.values(counts).reduce((sum, n) => sum + n, 0)
}

/** Both together. */
export function addCounts(a: Counts, b: Counts): Counts {
  return combined(a, b, 1)
}

/** `a` without what `b` counts, never below nothing; its engine stays. */
export function withoutCounts(a: Counts, b: Counts): Counts {
  return { ...combined(a, b, -1), engine: a.engine }
}

function combined(a: Counts, b: Counts, sign: 1 | -1): Counts {
  const latency = {
    n: (a.latency?.n ?? 0) + sign * (b.latency?.n ?? 0),
    sum: (a.latency?.sum ?? 0) + sign * (b.latency?.sum ?? 0),
  }
  const mechanisms = merged<Mechanism>(a.mechanisms, b.mechanisms, sign)
  return {
    counts: merged<Status>(a.counts, b.counts, sign),
    restricted: Math.max(0, restrictedOf(a) + sign * restrictedOf(b)),
    ...(Object.keys(mechanisms).length > 0 ? { mechanisms } : {}),
    ...(latency.n > 0 ? { latency: { n: latency.n, sum: Math.max(0, latency.sum) } } : {}),
    // The oldest engine counted: what is of mixed engines is then found when history is judged again.
    engine: Math.min(a.engine, b.engine),
  }
}

type Numbers<K extends string> = Partial<Record<K, number>>

function merged<K extends string>(a: Numbers<K> = {}, b: Numbers<K> = {}, sign: 1 | -1): Numbers<K> {
  const sums = new Map(Object.entries(a) as [K, number][])
  for (const [key, n] of Object.entries(b) as [K, number][]) sums.set(key, (sums.get(key) ?? 0) + sign * n)
  return Object.fromEntries([...sums].filter(([, n]) => n > 0)) as Numbers<K>
}
