import type { Connectivity } from '../model/status.ts'
import type { Outage, OutageKind } from './outage.ts'
import type { LinkState } from './state.ts'
import type { Instant } from './step.ts'

/** One heartbeat as a network's line remembers it until it is settled whether it belongs to an outage. */
export interface Seen {
  at: number
  state: LinkState
  /** As it is counted: `domestic` is no word of its own there. */
  word: Connectivity
  asked: number
  /** Hosts that answered, portal checks apart. */
  worked: string[]
  /** The last good heartbeat before it, epoch ms. */
  goodBefore: number | null
}

/** Trouble that goes on, as far as anybody knows. */
export interface OpenOutage {
  outage: Outage
  /** Bad heartbeats by kind. */
  kinds: Partial<Record<OutageKind, number>>
  /** The last bad heartbeat, epoch ms: the end lies after it. */
  lastBad: number
  /** An unbroken run of good ones: it may become the end, or be only a short return. */
  good: { from: number; to: number; n: number } | null
}

/** What is known of one network's line. */
export interface Line {
  last: Instant
  /** The last good heartbeat, epoch ms; null before the first. An onset lies after it. */
  lastGood: number | null
  /** The last looks at it without a gap between, at most three: two bad ones of them are trouble. */
  window: Seen[]
  /** A bad first look after a gap or on a fresh link, which the next one must bear out: Wi-Fi may not be up yet. */
  held: Seen | null
  open: OpenOutage | null
  /** The line's ordinary time to answer, ms (a slowly moving median); null before the first answer. */
  ordinaryMs: number | null
}

/** All that must be kept between two heartbeats: small, and parsed again by whoever stores it. */
export interface LinkFold {
  /** The newest heartbeat, on whatever network. */
  last: Instant
  /** Where it was. */
  networkId: string
  lines: Record<string, Line>
}
