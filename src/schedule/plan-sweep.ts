import type { Sweep, SweepItem, SweepPace } from '../history/records.ts'
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
  const step = args.intervalMs / 2 / batches
  const order = args.pace === 'now' ? rest : shuffled(rest, args.random)
  const items: SweepItem[] = [
    ...again.map(({ id: targetId, url }) => ({ targetId, url, dueAt: now, done: false, retest: true })),
    ...order.map(({ id: targetId, url }, index) => {
      const batch = Math.floor((index * batches) / order.length)
      return { targetId, url, dueAt: Math.round(now + batch * step), done: false }
    }),
  ]
  const none = { requests: 0, bytes: 0, endedAt: null }
  const onlyRetests = again.length > 0 && rest.length === 0 && args.pace === 'background'
  const kind = onlyRetests ? { retest: true } : {}
  return { id, pace: args.pace, networkId, startedAt: now, state: 'running', items, ...kind, ...none }
}

/** When the next undone item is due, epoch ms; null when all are done. */
export function nextDue(sweep: Sweep): number | null {
  const undone = sweep.items.filter((i) => !i.done).map((i) => i.dueAt)
  return undone.length > 0 ? Math.min(...undone) : null
}
