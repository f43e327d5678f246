import type { Observation } from '../../core/model/observation.ts'
import type { Connectivity, Mechanism, Status } from '../../core/model/status.ts'
import type { Verdict } from '../../core/model/verdict.ts'
import type { JudgedStatus, SeriesState } from '../../core/verdict/series.ts'

/** One finished look at one target. `id` sorts by time: `<13-digit epoch ms>-<random>`. */
export interface Measurement {
  id: string
  sweepId: string
  targetId: string
  url: string
  networkId: string
  /** Epoch ms of its start. */
  at: number
  /** Wall time from the first request to the verdict. */
  ms: number
  observations: Observation[]
  /** As told: what this look alone says, its confidence lifted when the looks before it confirm it. */
  verdict: Verdict
  /** Network requests and decoded bytes it cost, diagnosis included. */
  requests: number
  bytes: number
  /** e.g. 'chromium 156', 'firefox 153'. */
  browser: string
  /** Whether host access to all sites was granted; absent from looks before this was kept. */
  allSites?: boolean
}

/** Where a target stands now on one network: what the popup reads. Key [networkId, targetId]. */
export interface Latest {
  networkId: string
  targetId: string
  url: string
  measurementId: string
  at: number
  verdict: Verdict
  /**
   * First look of the unbroken run that the last judged look belongs to, epoch ms. `untested` and `inconclusive`
   * looks neither break nor start a run. While nothing was ever judged: the first look of all.
   */
  since: number
  /** The last judged measurement before `since` with another standing, epoch ms; null when there is none. */
  lastOtherAt: number | null
  /**
   * The run that `since` counts, and its last judged look: what was last known when `verdict` itself says nothing
   * (`untested`, `inconclusive`). Absent until a look was judged.
   */
  standing?: Standing
  /** Time to the first byte of a healthy answer, ms; null when not reachable. */
  latencyMs: number | null
  /** What all its looks say together; absent from rows written before looks were followed. */
  series?: SeriesState
  /** When to look again soon, epoch ms (the series' own, for whoever only wants to know when). */
  retestAt?: number | null
  /** The oldest engine among the verdicts of this series; absent: that of `verdict`. */
  engine?: number
  /** How far a re-judging of this series has come; absent when none is under way. */
  reJudged?: ReJudged
  /**
   * The hours around its newest look as they were counted then, so that a list is painted without a read for each
   * target. Whoever changes hours in another way than by recording a look drops it: the hours themselves are read then.
   */
  recent?: RecentHours
  /**
   * Its look is the only one of this row, not counted, and goes with the next look or the browser's next start: no
   * history is kept. `before` is the row (null: there was none) that history itself has come to.
   */
  unkept?: { before: unknown }
}

/** A day by its hours: the worst of each, the oldest first; null where there was no look. */
export interface RecentHours {
  /** Epoch ms of the start of the last one (UTC). */
  end: number
  worst: (Status | null)[]
}

/** The series as a newer engine sees it, up to and with the look `id`. */
export interface ReJudged {
  engine: number
  at: number
  id: string
  series: SeriesState | null
  /** The first look of all, for `since` while nothing was judged. */
  firstAt: number
}

/** What the last judged look of a run said. */
export interface Standing {
  status: JudgedStatus
  /** The last one isolated in this run: a look that could not tell ('unknown') does not erase it. */
  mechanism: Mechanism | null
  at: number
  measurementId: string
}

/** A target changed. Onset is a bracket (lastBefore, firstAfter], never one invented instant. */
export interface HistoryEvent {
  /** That of the look which made it sure. */
  id: string
  networkId: string
  targetId: string
  url: string
  lastBefore: number
  firstAfter: number
  from: { status: Status; mechanism: Mechanism | null }
  to: { status: Status; mechanism: Mechanism | null }
}

/** What is counted of the looks of one stretch of time at one target on one network. */
export interface Counts {
  counts: Partial<Record<Status, number>>
  /**
   * Looks that were neither blocked nor free: throttled, refused here only, delivered through a foreign root. Absent
   * from rows written before it was counted: then throttled and refused ones of `counts`.
   */
  restricted?: number
  /** Of the blocked looks, where it bit. */
  mechanisms?: Partial<Record<Mechanism, number>>
  /** Of the reachable looks that have one: how many, and their sum in ms. */
  latency?: { n: number; sum: number }
  /** The oldest engine that any of them was judged by. */
  engine: number
}

/**
 * Counts of one hour. Key [networkId, targetId, hour]. They outlive the looks they count; an hour whose looks are gone,
 * in part or all, keeps saying by which engine it was counted.
 */
export interface Rollup extends Counts {
  networkId: string
  targetId: string
  /** Epoch ms of the hour's start (UTC). */
  hour: number
}

/** Counts of one UTC day (store `days`) or calendar month (store `months`). Key [networkId, targetId, start]. */
export interface LongRollup extends Counts {
  networkId: string
  targetId: string
  /** Epoch ms of its start (UTC). */
  start: number
}

/** The heartbeats of one hour on one network. Key [networkId, hour]. */
export interface LinkHour {
  networkId: string
  /** Epoch ms of the hour's start (UTC). */
  hour: number
  /** Heartbeats by what they found. */
  states: Partial<Record<Connectivity, number>>
  /** References asked and answered in them, by group; portal checks do not count. */
  asked: number
  answered: number
  /** Part of it lay in an outage: it is no measure of what is ordinary. */
  inOutage: boolean
}

/** Small facts about the store itself, by key; each is parsed where it is used. */
export interface Meta {
  key: string
  value: unknown
}

export type { Outage } from '../../core/connectivity/outage.ts'
export type { Tick } from '../../core/connectivity/tick.ts'

/** Where it was measured. `unknown` while nobody may be asked. */
export interface Network {
  /** `as9198-kz`: operator and country; `as9198-kz-vpn` through a proxy; `unknown`. */
  id: string
  asn: number | null
  operator: string | null
  country: string | null
  /** The user's own word for it: "home", "phone". */
  label: string | null
  /** A VPN, a proxy or a hosting company: not the line's own operator. */
  vpn: boolean
  firstSeen: number
  lastSeen: number
}

export type SweepPace = 'now' | 'background'
/** `moved`: the network changed under it; what is undone is looked at on the new one. */
export type SweepState = 'running' | 'done' | 'stopped' | 'moved'

export interface SweepItem {
  targetId: string
  url: string
  /** Not before this, epoch ms. */
  dueAt: number
  done: boolean
  /** Looks again at an anomaly. */
  retest?: boolean
}

/** The persisted plan: a worker that died in the middle goes on from here. */
export interface Sweep {
  id: string
  pace: SweepPace
  networkId: string
  startedAt: number
  endedAt: number | null
  state: SweepState
  items: SweepItem[]
  /** Only soon-retests: the time of the ordinary sweep is not moved by it. */
  retest?: boolean
  requests: number
  bytes: number
}
