import { type RetestPace, STANDARD_RETESTS } from '../../core/verdict/soon-retest.ts'

/** Every spacing, interval and settle time in one record, injected at the composition root. Tests may shorten it. */
export interface Pace extends RetestPace {
  /** First looks side by side when the user asked for it now. */
  nowConcurrency: number
  /** ... and in the background, where nobody waits and the link is the user's. */
  backgroundConcurrency: number
  /** Diagnoses that go on beside the first looks; more of them hold first looks back. */
  nowDiagnoses: number
  backgroundDiagnoses: number
  /** A background sweep is spread over the interval in this many batches. */
  backgroundBatches: number
  /** A running sweep is looked after this often: a worker that died in the middle goes on then. */
  watchdogMs: number
  /** Below the 30 s after which a browser ends an idle background. */
  keepAliveMs: number
  /** After a sweep failed on our side (disk full, database stuck), before it is tried again. */
  troubleMs: number
  /** From agreement or browser start to the first background sweep. */
  settleMs: number
  /** From one heartbeat to the next. */
  heartbeatMs: number
  /** Up to this share of a spacing earlier or later, so that no rhythm shows on the wire. */
  jitter: number
  /** After a gap the first heartbeat waits this long: Wi-Fi needs a moment after the lid opens. */
  wakeSettleMs: number
  /** A second look at trouble with the link, instead of the next heartbeat. */
  againMs: number
  /** What is remembered of the network we are on is believed this long when nothing hints at a change. */
  networkMs: number
  /** Retention, sizes and whatever else can wait. */
  upkeepMs: number
}

export const PACE: Pace = {
  nowConcurrency: 32,
  backgroundConcurrency: 4,
  nowDiagnoses: 60,
  backgroundDiagnoses: 4,
  backgroundBatches: 6,
  watchdogMs: 30_000,
  keepAliveMs: 20_000,
  troubleMs: 600_000,
  settleMs: 60_000,
  heartbeatMs: 300_000,
  jitter: 0.1,
  wakeSettleMs: 45_000,
  againMs: 60_000,
  networkMs: 3_600_000,
  upkeepMs: 6 * 3_600_000,
  ...STANDARD_RETESTS,
}
