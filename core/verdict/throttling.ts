import type { TransferObservation } from '../model/observation.ts'
import { median } from '../stats/median.ts'
import { rankSumP } from '../stats/rank-sum.ts'
import { PAIR_LIMITS, slowed } from '../stats/slowed-pair.ts'

/**
 * Policed names ran at 79 to 124 kbit/s in Russia in 2021 and 99% of them below 142; operators set 64, 128 or 256.
 * Between the last two, nearer to 256: 128 must be told in every reading, 256 may go unsaid.
 */
export const POLICED_BELOW_KBPS = 200
/** The least that 5 against 5 can give is .004, 4 against 4 .014: `likely` takes a whole series, or nearly. */
export const LIKELY_P = 0.01
/** What 3 against 3 can just reach. */
export const SUSPECTED_P = 0.05
/**
 * A slow transfer shorter than this says more of round trips than of speed: a small page that comes in two bursts
 * half a second apart, over a satellite, is not throttled.
 */
export const MIN_SLOW_MS = 1_000

/** A name of which next to nothing comes is cut off or frozen, not throttled: other rules' business. */
export const LEAST_CARRIED = 2

export type Throttling = 'none' | 'suspected' | 'likely'

export interface ThrottledBy {
  signal: Throttling
  /** Medians of the transfers that tell something, of the target only of those that carried; null without any. */
  targetKbps: number | null
  controlKbps: number | null
  /** Exact chance of the target being as slow beside its controls, were both treated alike; null without both. */
  p: number | null
  /** Transfers that tell something, of the side that has fewer. */
  pairs: number
}

/**
 * Whether a series of transfers, the target's interleaved with controls (T C C T T C C T T C), shows the target held
 * back: `suspected` when the medians do and the order is no accident; `likely` when besides the speed is that of
 * a policer, the order is as sure as five pairs can make it, and no more than one transfer ran freely. A policer is
 * slow every time; loss and congestion now and then let a transfer through.
 *
 * It compares with other servers, so it cannot tell a policer from a site whose own server sends at such a speed to
 * everybody: an outside view must speak for the site.
 */
export function throttledBy(transfers: readonly TransferObservation[]): ThrottledBy {
  const target = speeds(transfers, 'target')
  const control = speeds(transfers, 'control')
  const carried = target.filter((kbps) => kbps > 0)
  const targetKbps = median(carried)
  const controlKbps = median(control)
  const pairs = Math.min(target.length, control.length)
  const p = pairs > 0 ? rankSumP(target, control) : null
  const found = { targetKbps, controlKbps, p, pairs }
  if (targetKbps === null || controlKbps === null || p === null) return { signal: 'none', ...found }
  if (carried.length < LEAST_CARRIED || p > SUSPECTED_P || !slowed(targetKbps, controlKbps))
    return { signal: 'none', ...found }
  const free = target.filter((kbps) => kbps >= PAIR_LIMITS.maxTarget).length
  const policed = targetKbps < POLICED_BELOW_KBPS && free <= 1
  return { signal: policed && p <= LIKELY_P ? 'likely' : 'suspected', ...found }
}

function speeds(transfers: readonly TransferObservation[], side: TransferObservation['side']): number[] {
  return transfers.flatMap((transfer) => (transfer.side === side ? (speed(transfer) ?? []) : []))
}

/**
 * kbit/s, null when it tells nothing. A transfer our own clock cut short tells its speed all the same: slow but moving
 * is what is looked for (https://docs.ooni.org/probe-engine/design/throttling/). One of which nothing came in time is
 * slower than any other: over HTTP/2 it waits behind what the one before it left in a policer's queue. One that
 * broke is another finding, and one of which too little came (`kbps` null) is none.
 */
function speed({ bytes, bodyMs, kbps, failure }: TransferObservation): number | null {
  const cut = failure?.code === 'timed_out' || failure?.code === 'http.response.stalled'
  if (failure && !cut) return null
  if (cut && bytes === 0) return 0
  if (kbps === null) return null
  const tooShort = kbps < PAIR_LIMITS.maxTarget && bodyMs !== null && bodyMs < MIN_SLOW_MS
  return tooShort ? null : kbps
}

/** Kazakhstan 2022: medians above it, often above 4 s; Turkey 2023: above 3 s, from 70 to 100 ms. */
export const SLOW_HANDSHAKE_MS = 2_000
/** Only what is extreme is taken for intent (https://docs.ooni.org/probe-engine/design/throttling/). */
export const SLOW_HANDSHAKE_TIMES = 10
/** The same server without the name: its times hold more than a handshake, so they may come nearer. */
export const SLOW_SERVER_TIMES = 3
/** Others slower than this: the line is slow, not the name. A satellite's round trip with room to spare. */
export const SLOW_LINE_HANDSHAKE_MS = 1_000

/**
 * Whether TLS handshakes that say the name are held back: Kazakhstan from September 2022 to April 2023
 * (https://ooni.org/post/2023-throttling-kz-elections/), Turkey on 8 February 2023
 * (https://ooni.org/post/2023-turkey-throttling-blocking-twitter/). They end well, so nothing else shows it.
 *
 * @param named handshakes with the name, ms, one a look; null where the browser did not show it
 * @param others handshakes with the reference hosts; connections kept open from an earlier look show none
 * @param unnamed how long the same server's addresses took to answer when the name was not said. Where they are slow
 *   too it is the server that is slow, for everybody. They speak for the line as well where no reference does
 */
export function slowHandshake(
  named: readonly (number | null)[],
  others: readonly (number | null)[],
  unnamed: readonly (number | null)[] = [],
): Throttling {
  const looks = known(named)
  const usual = median(known(others))
  const bare = median(known(unnamed))
  const line = usual ?? bare
  if (line === null || line > SLOW_LINE_HANDSHAKE_MS) return 'none'
  const limit = Math.max(SLOW_HANDSHAKE_TIMES * line, SLOW_SERVER_TIMES * (bare ?? 0))
  const slow = looks.filter((ms) => ms > SLOW_HANDSHAKE_MS && ms >= limit).length
  // A lost packet slows one handshake by seconds; a filter slows them all.
  if (slow === 0 || slow * 2 <= looks.length) return 'none'
  return slow >= 2 ? 'likely' : 'suspected'
}

/** Nought is what browsers show for a connection that was open already: no handshake at all. */
function known(times: readonly (number | null)[]): number[] {
  return times.filter((ms): ms is number => ms !== null && ms > 0)
}
