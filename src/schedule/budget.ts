import type { SweepPace } from '../history/records.ts'

/**
 * What one sweep may cost: the user's link is not ours, and a censored one may be paid for by the megabyte. Part of
 * what is promised to the user, so no pace shortens or widens it.
 */
export interface Limits {
  /** New diagnoses begin this long after the run began, ms; null: always. */
  diagnosesMs: number | null
  /** On average; few targets need more than a third of it. */
  requestsPerTarget: number
  requests: number
  bytes: number
}

const MB = 2 ** 20
export const SWEEP_LIMITS: Readonly<Record<SweepPace, Limits>> = {
  now: { diagnosesMs: 180_000, requestsPerTarget: 40, requests: 2_000, bytes: 64 * MB },
  background: { diagnosesMs: null, requestsPerTarget: 40, requests: 2_000, bytes: 64 * MB },
}

interface Spent {
  requests: number
  bytes: number
}

/**
 * Over it a target gets its first look and nothing more, and its verdict says less. A diagnosis once begun may end:
 * half of one would say nothing at its whole price. So what is really spent is at most the limit and the diagnoses
 * under way when it was reached.
 */
export class Budget {
  readonly #limits: Limits
  readonly #most: number
  readonly #spent: () => Spent
  readonly #now: () => number
  readonly #startedAt: number

  constructor(
    pace: SweepPace,
    targets: number,
    spent: () => Spent,
    now: () => number,
    limits = SWEEP_LIMITS[pace],
  ) {
    this.#limits = limits
    this.#most = Math.min(limits.requests, limits.requestsPerTarget * targets)
    this.#spent = spent
    this.#now = now
    this.#startedAt = now()
  }

  hasRoom(): boolean {
    const { diagnosesMs, bytes } = this.#limits
    if (diagnosesMs !== null && this.#now() - this.#startedAt > diagnosesMs) return false
    const spent = this.#spent()
    return spent.requests < this.#most && spent.bytes < bytes
  }

  /** One target's leave to be diagnosed: may change until its first look is settled, then it is kept. */
  leave(): { mayDiagnose(): boolean; settled(): void } {
    let settled = false
    let granted: boolean | null = null
    return {
      settled: () => {
        settled = true
      },
      mayDiagnose: () => {
        if (!settled) return this.hasRoom()
        granted ??= this.hasRoom()
        return granted
      },
    }
  }
}
