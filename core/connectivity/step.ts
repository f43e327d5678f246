import type { Tick } from './tick.ts'

/** Beyond this many periods without a heartbeat nobody was there to look: asleep, or the browser closed. */
export const GAP_PERIODS = 2.5
/** Two clocks of one machine drift and are corrected by less than this. */
const CLOCK_TOLERANCE_MS = 5_000
/** Heartbeats of two writers can be stored in the wrong order by about as long as one takes. */
const LATE_MS = 60_000

/** The clocks of one heartbeat: all that the next one is compared with. */
export interface Instant {
  at: number
  monotonic: number
  /** '' in heartbeats from before it was kept. */
  session: string
  periodMs: number
}

export function instantOf({ at, monotonic, detail }: Tick): Instant {
  // Without a period nobody knows what a gap is: then everything is one, and nothing is claimed over it.
  return { at, monotonic, session: detail?.session ?? '', periodMs: detail?.periodMs ?? 0 }
}

/**
 * How one heartbeat follows another:
 *
 *   again   the same one
 *   late    an older one, stored late: it says nothing that is not known
 *   back    the wall clock was set back: no old time can be trusted beside the new ones
 *   gap     too long after it
 *   next    the next one
 *
 * Within one session the monotonic clock goes on while the wall clock may jump. Back is certain. Forward looks as a
 * sleep does, because on most systems the monotonic clock stands still in it (https://w3c.github.io/hr-time/, "clock
 * drift"); so it is a gap, over which nothing is claimed, whichever it was.
 */
export type Step = 'again' | 'late' | 'back' | 'gap' | 'next'

export function stepTo(last: Instant, now: Instant): Step {
  const wall = now.at - last.at
  if (wall === 0) return 'again'
  const isSameSession = now.session !== '' && now.session === last.session
  if (isSameSession) {
    const real = now.monotonic - last.monotonic
    if (real <= 0) return wall < 0 ? 'late' : 'gap'
    // Set back by less than the time that passed: the order still holds.
    if (wall < 0 || real - wall > CLOCK_TOLERANCE_MS + last.periodMs) return 'back'
  } else if (wall < 0) {
    return wall > -LATE_MS ? 'late' : 'back'
  }
  return wall > GAP_PERIODS * last.periodMs ? 'gap' : 'next'
}
