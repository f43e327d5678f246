import type { Tick, TickCause } from '../../core/connectivity/tick.ts'
import { tickOf } from '../../core/connectivity/tick-of.ts'
import type { ReferenceObservation } from '../../core/model/observation.ts'
import type { LinkLook } from './link-look.ts'

export interface HeartbeatDeps {
  /** Null: the device slept in the middle, or it was called off. */
  look(how: { light: boolean; turn: number; signal: AbortSignal }): Promise<LinkLook | null>
  /** Which network we are on; asked anew when the cause hints at another one. */
  network(cause: TickCause): Promise<string>
  record(tick: Tick): Promise<unknown>
  /** What it cost counts into the day's budget. */
  spend(cost: { requests: number; bytes: number }): Promise<void>
  now(): number
  monotonic(): number
  /** Names the clock that `monotonic` reads. */
  session: string
  /** From one heartbeat to the next. */
  periodMs(): number
}

export interface Beat {
  cause: TickCause
  scheduledAt: number | null
  light: boolean
  turn: number
}

export const costOf = (references: readonly ReferenceObservation[]): { requests: number; bytes: number } => ({
  requests: references.reduce((sum, r) => sum + r.requests, 0),
  bytes: references.reduce((sum, r) => sum + r.bytes, 0),
})

/** Looks at the link and keeps what it saw. When, the scheduler says. */
export class Heartbeat {
  readonly #deps: HeartbeatDeps
  #under: { abort: AbortController; ended: Promise<unknown> } | null = null

  constructor(deps: HeartbeatDeps) {
    this.#deps = deps
  }

  /** The tick; `lost` when the look told nothing and should be made again, null when nobody could be asked. */
  async beat(beat: Beat): Promise<Tick | 'lost' | null> {
    const abort = new AbortController()
    const work = this.#beat(beat, abort.signal)
    this.#under = { abort, ended: work.catch(() => {}) }
    try {
      return await work
    } finally {
      this.#under = null
    }
  }

  /** A sweep is about to take the lease, and makes a tick of its own: what is under way is thrown away. */
  async stop(): Promise<void> {
    this.#under?.abort.abort()
    await this.#under?.ended
  }

  async #beat({ cause, scheduledAt, light, turn }: Beat, signal: AbortSignal): Promise<Tick | 'lost' | null> {
    const { now, monotonic, session, periodMs } = this.#deps
    const networkId = await this.#deps.network(cause)
    if (signal.aborted) return 'lost'
    const seen = await this.#deps.look({ light, turn, signal })
    if (seen) await this.#deps.spend(costOf(seen.references))
    if (!seen || signal.aborted) return 'lost'
    // Without host access nobody may be asked: that is unobserved, not offline.
    if (seen.references.length === 0) return null
    const tick = tickOf(seen.references, {
      at: now(),
      scheduledAt,
      monotonic: monotonic(),
      networkId,
      session,
      cause,
      light: seen.light,
      periodMs: periodMs(),
    })
    await this.#deps.record(tick)
    return tick
  }
}
