import { binomialTail } from './binomial.ts'
import { lineTells, PAIR_LIMITS, type PairLimits, slowed } from './slowed-pair.ts'
import { wilson } from './wilson.ts'

/** Of pairs on networks outside the throttling country 1.7% looked slowed (upper bound 2.6%): docs/throttling.md. */
export const FALSE_HIT_SHARE = 0.02
/** Below the chance of one false hit: one report alone never speaks for a network. */
export const ALPHA = 0.01

/** The medians of one client's series for one target. A client has one vote, however often it measured. */
export interface SpeedReport {
  targetKbps: number | null
  controlKbps: number | null
}

export interface NetworkThrottling {
  throttled: boolean
  /** Reports in which the target was held back. */
  hits: number
  /** Reports whose line was fast enough to tell. */
  usable: number
  /** Chance of as many hits on a network that holds nothing back. */
  p: number
  /** Bounds (95%) of the share of the network's clients that are held back: roll-outs are often partial. */
  share: [low: number, high: number]
}

/**
 * Whether a network throttles a target, from its clients' reports. Each report is reduced to held back or not and the
 * hits are counted: on the few reports a network has this beats tests that compare the speeds themselves, because a
 * network that throttles part of its lines has two kinds of report and no middle.
 */
export function networkThrottled(
  reports: readonly SpeedReport[],
  limits: PairLimits = PAIR_LIMITS,
): NetworkThrottling {
  let usable = 0
  let hits = 0
  for (const { targetKbps, controlKbps } of reports) {
    if (targetKbps === null || controlKbps === null || !lineTells(controlKbps, limits)) continue
    usable += 1
    if (slowed(targetKbps, controlKbps, limits)) hits += 1
  }
  const p = binomialTail(hits, usable, FALSE_HIT_SHARE)
  return { throttled: p <= ALPHA, hits, usable, p, share: wilson(hits, usable) }
}
