import type { Connectivity } from '../model/status.ts'

/** What an outage is made of. `domestic`: the world answers and the country's own sites do not. */
export const OUTAGE_KINDS = ['offline', 'national-only', 'portal', 'degraded', 'domestic'] as const
export type OutageKind = (typeof OUTAGE_KINDS)[number]

/** (last good, first bad]: the change lies in between. `from` is null when nothing good was seen before. */
export interface Bracket {
  from: number | null
  to: number
}

/** A stretch of trouble with the link itself; brackets, never one invented instant. */
export interface Outage {
  /** Sorts by time: the onset's `to` and the kind it began with. */
  id: string
  networkId: string
  /** The worst it came to. */
  kind: OutageKind
  onset: Bracket
  /** null while it goes on, or while nobody knows. */
  end: Bracket | null
  /** Heartbeats seen in it, by state. */
  ticks: Partial<Record<Connectivity, number>>
  /** Time inside it without any heartbeat (asleep, browser closed), ms: unobserved, never offline. */
  unobservedMs: number
  /** Short returns inside it that were too short to end it: brackets of when it worked. */
  returns: { from: number; to: number }[]
  /** Share of hosts that answered at the worst, 0 to 1. */
  lowest: number
  /** Hosts that still answered, with how often: `national-only` and `domestic` name what worked. */
  worked: Record<string, number>
}
