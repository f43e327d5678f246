import type { Connectivity, ReferenceGroup } from '../model/status.ts'

/** What one reference host said to one heartbeat. */
export interface TickHost {
  group: ReferenceGroup
  ok: boolean
  /** Until it answered or failed; null when nothing was asked of it. */
  ms: number | null
}

/** Why a heartbeat was made. */
export const TICK_CAUSES = ['beat', 'sweep', 'start', 'wake', 'network', 'again'] as const
/**
 * `beat` its time had come; `sweep` the references of a sweep; `start` the first of a browser session; `wake` the first
 * after a gap; `network` the link changed; `again` a second look at trouble.
 */
export type TickCause = (typeof TICK_CAUSES)[number]

/** A heartbeat: three clocks, and what the reference hosts answered. */
export interface Tick {
  /** Wall clock, epoch ms: the key. */
  at: number
  /** When it was due, epoch ms; null for one the user asked for. */
  scheduledAt: number | null
  /** performance.now() of the worker; comparable only within one `session`. */
  monotonic: number
  networkId: string
  connectivity: Connectivity
  /** host -> answered. */
  references: Record<string, boolean>
  /** Absent from ticks of the first schema. */
  detail?: TickDetail
}

export interface TickDetail {
  /** Of the worker whose monotonic clock it is (its performance.timeOrigin as a string). */
  session: string
  cause: TickCause
  /** A few hosts only: all of them are asked as soon as one fails. */
  light: boolean
  /** By host name. */
  hosts: Record<string, TickHost>
  /** How long until the next one was meant to come, ms: what makes a gap a gap. */
  periodMs: number
}
