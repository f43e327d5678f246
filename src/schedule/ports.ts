import type { ReferenceObservation } from '../../core/model/observation.ts'
import type { Connectivity } from '../../core/model/status.ts'
import type { Measurement, Sweep, SweepPace, SweepState, Tick } from '../history/records.ts'
import type { Cost, MeasuredTarget } from '../measure/target.ts'
import type { EarlyVerdict, Resting, SweepProgress } from '../messages/messages.ts'
import type { Settings } from '../settings/settings.ts'
import type { Jobs } from './jobs.ts'
import type { Pace } from './pace.ts'

/** What a sweep writes and reads. One transaction a measurement: see src/history/record.ts. */
export interface SweepStore {
  save(sweep: Sweep): Promise<void>
  /** The newest that has not ended. */
  running(): Promise<Sweep | null>
  end(id: string, state: Exclude<SweepState, 'running'>): Promise<void>
  record(measurement: Measurement): Promise<unknown>
  tick(tick: Tick): Promise<void>
}

/** What a sweep says of one target it wants measured, and hears before the end. */
export interface MeasureOptions {
  /** A look to confirm an anomaly seen before. */
  retest: boolean
  /** First words, while the diagnosis goes on. */
  onEarly(verdict: EarlyVerdict): void
  /** What its looks have cost so far. */
  onCost(cost: Cost): void
  /** The first look has ended or is slow: another target may begin. */
  onSettledFirst(): void
  /** Whether this sweep may still spend on diagnosis; when not, the page is asked and nothing more. */
  mayDiagnose(): boolean
}

/** The instruments of one run: made under the lease, released after it. */
export interface Instruments {
  references(): Promise<ReferenceObservation[]>
  measure(
    url: string,
    link: Connectivity,
    references: ReferenceObservation[],
    options: MeasureOptions,
  ): Promise<MeasuredTarget>
  release(): void
}

export interface SweepTarget {
  id: string
  url: string
}

/** A target that is to be looked at again soon. */
export interface Retest extends SweepTarget {
  /** Epoch ms. */
  at: number
}

export interface SweeperDeps {
  store: SweepStore
  jobs: Jobs
  pace: Pace
  settings(): Promise<Settings>
  /** The enabled part of the watchlist; for the background what is due of it, `periodMs` from one sweep to the next. */
  targets(pace: SweepPace, periodMs: number): Promise<SweepTarget[]>
  /** From one ordinary sweep to the next: the smallest interval of any enabled target. */
  periodMs(): Promise<number>
  /** Why nothing is done in the background now; tells the pages, too. */
  resting(): Promise<Resting | null>
  /** Adds to what the day has cost. */
  spend(cost: Cost): Promise<void>
  /** The soon-retests that are armed, due or not. */
  retests(): Promise<Retest[]>
  /** The id of a network that nobody could name. */
  unknownNetwork: string
  /** The network as far as it is known. */
  networkId(): Promise<string>
  /** Asks which network this is if that is not known for sure: before a plan is made for it. */
  locate(): Promise<void>
  /** Asks anew, however long it takes: something happened under a look. The id that is known then. */
  whereNow(): Promise<string>
  /** Something was seen that hints at another network. */
  networkHint(): void
  /** Host access to all sites is granted. */
  allSites(): Promise<boolean>
  /** Takes the lease: from here to `release` webRequest listeners are registered. */
  instruments(sweep: Sweep, signal: AbortSignal): Promise<Instruments>
  progress(progress: SweepProgress): Promise<void>
  /** Tells pages that a sweep failed (the error), or that all is well again (null). */
  problem(error: unknown): Promise<void>
  /** When to be woken next; null: not at all. What may wait can be a few minutes off, to ride along with others. */
  arm(at: number | null, mayWait?: boolean): Promise<void>
  now(): number
  monotonic(): number
  /** Names the clock that `monotonic` reads. */
  session: string
  random(): number
  newId(at: number): string
  browser: string
}
