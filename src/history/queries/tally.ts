import type { Status } from '../../../core/model/status.ts'
import { restrictedOf } from '../counts.ts'
import type { Counts } from '../records.ts'

/** How many of the looks that said something of a site met a block, or something short of one. */
export interface Tally {
  /**
   * Looks that were judged: reachable, blocked, throttled, refused and down. Every share is of these. What said nothing
   * (`unjudged`) is no part of it, so a night offline makes no site look better or worse.
   */
  n: number
  blocked: number
  /** Otherwise restricted: throttled, refused here only, or delivered through a foreign root. */
  restricted: number
  /** Looks that were inconclusive or untested. */
  unjudged: number
  /** 0 to 1; null when nothing was judged, which is not "0 %". */
  blockedShare: number | null
  restrictedShare: number | null
}

const SAYS_NOTHING: ReadonlySet<Status> = new Set(['inconclusive', 'untested'])

export function tallyOf(rows: readonly Counts[]): Tally {
  let n = 0
  let blocked = 0
  let restricted = 0
  let unjudged = 0
  for (const row of rows) {
    for (const [status, looks] of Object.entries(row.counts) as [Status, number][]) {
      if (SAYS_NOTHING.has(status)) unjudged += looks
      else n += looks
    }
    blocked += row.counts.blocked ?? 0
    restricted += restrictedOf(row)
  }
  const share = (part: number) => (n === 0 ? null : part / n)
  return {
    n,
    blocked,
    restricted,
    unjudged,
    blockedShare: share(blocked),
    restrictedShare: share(restricted),
  }
}
