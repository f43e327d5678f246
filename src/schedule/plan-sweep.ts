import type { Sweep, SweepItem, SweepPace } from '../history/records.ts'
import { jittered } from './jitter.ts'
import type { Pace } from './pace.ts'

export interface PlanSweep {
  id: string
  pace: SweepPace
  networkId: string
  targets: readonly { id: string; url: string }[]
  now: number
  intervalMs: number
  /** Of these an anomaly is looked at again: they are due at once. */
  retests?: ReadonlySet<string>
  /** 0 <= x < 1. */
  random: () => number
}

/** Fisher-Yates: a fixed order would be a pattern on the wire, and would always measure the same sites last. */
export function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const out = [...items]
  for (let i = out.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    const a = out[i] as T
    out[i] = out[j] as T
    out[j] = a
  }
  return out
}

/** The plan of one sweep: all at once when asked for now, otherwise in batches over half the interval. */
export function planSweep(args: PlanSweep, pace: Pace): Sweep {
  const { id, networkId, now, retests = new Set<string>() } = args
  const again = args.targets.filter((t) => retests.has(t.id))
  const rest = args.targets.filter((t) => !retests.has(t.id))
  const batches = args.pace === 'now' ? 1 : Math.max(1, Math.min(pace.backgroundBatches, rest.length))
  const dueTimes = spread(now, args.intervalMs, batches, args.random, pace.jitter)
  const order = args.pace === 'now' ? rest : shuffled(rest, args.random)
  const items: SweepItem[] = [
    ...again.map(({ id: targetId, url }) => ({ targetId, url, dueAt: now, done: false, retest: true })),
    ...order.map(({ id: targetId, url }, index) => {
      const batch = Math.floor((index * batches) / order.length)
      return { targetId, url, dueAt: dueTimes[batch] ?? now, done: false }
    }),
  ]
  const none = { requests: 0, bytes: 0, endedAt: null }
  const onlyRetests = again.length > 0 && rest.length === 0 && args.pace === 'background'
  const kind = onlyRetests ? { retest: true } : {}
  return { id, pace: args.pace, networkId, startedAt: now, state: 'running', items, ...kind, ...none }
}

/** When each batch is due: over half the interval, the first at once. */
function spread(
  now: number,
  intervalMs: number,
  batches: number,
  random: () => number,
  jitter: number,
): number[] {
  const step = intervalMs / 2 / batches
  const later = Array.from({ length: batches - 1 }, (_, i) => now + i * step + jittered(step, jitter, random))
  return [now, ...later.map(Math.round)]
}

/** What was not done in its time, through sleep or rest, is spread anew: all at once it would be a storm. */
export function spreadAnew(
  sweep: Sweep,
  how: { now: number; intervalMs: number; random: () => number },
  pace: Pace,
): Sweep {
  const undone = shuffled(
    sweep.items.filter((i) => !i.done && !i.retest),
    how.random,
  )
  const batches = Math.max(1, Math.min(pace.backgroundBatches, undone.length))
  const times = spread(how.now, how.intervalMs, batches, how.random, pace.jitter)
  const dueAt = new Map(
    undone.map((item, i) => [item.targetId, times[Math.floor((i * batches) / undone.length)] ?? how.now]),
  )
  return {
    ...sweep,
    items: sweep.items.map((item) => ({ ...item, dueAt: dueAt.get(item.targetId) ?? item.dueAt })),
  }
}

/** When the next undone item is due, epoch ms; null when all are done. */
export function nextDue(sweep: Sweep): number | null {
  const undone = sweep.items.filter((i) => !i.done).map((i) => i.dueAt)
  return undone.length > 0 ? Math.min(...undone) : null
}
