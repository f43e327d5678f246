import type { ReferenceObservation } from '../../core/model/observation.ts'
import type { Connectivity } from '../../core/model/status.ts'
import type { Measurement, Sweep, SweepPace, Tick } from '../history/records.ts'
import type { Cost, MeasuredTarget } from '../measure/target.ts'
import type { EarlyVerdict, SweepProgress } from '../messages/messages.ts'
import type { Settings } from '../settings/settings.ts'
import type { Jobs } from './jobs.ts'
import type { Pace } from './pace.ts'

/** What a sweep writes and reads. One transaction a measurement: see src/history/record.ts. */
export interface SweepStore {
  save(sweep: Sweep): Promise<void>
  /** The newest that has not ended. */
  running(): Promise<Sweep | null>
  end(id: string, state: 'done' | 'stopped'): Promise<void>
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
  /** The enabled part of the watchlist; for the background without what rests. */
  targets(pace: SweepPace): Promise<SweepTarget[]>
  /** The soon-retests that are armed, due or not. */
  retests(): Promise<Retest[]>
  networkId(): Promise<string>
  /** Host access to all sites is granted. */
  allSites(): Promise<boolean>
  /** Takes the lease: from here to `release` webRequest listeners are registered. */
  instruments(sweep: Sweep, signal: AbortSignal): Promise<Instruments>
  progress(progress: SweepProgress): Promise<void>
  /** Tells pages that a sweep failed (the error), or that all is well again (null). */
  problem(error: unknown): Promise<void>
  /** Arms the one alarm; null clears it. */
  arm(at: number | null): Promise<void>
  now(): number
  monotonic(): number
  random(): number
  newId(at: number): string
  browser: string
}
