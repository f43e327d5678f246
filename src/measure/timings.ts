import type { Stage } from '../../core/model/failure.ts'
import type { Timing } from '../../core/model/observation.ts'
import { BROWSER } from '../platform/which.ts'

export const NO_TIMING: Timing = { dns: null, connect: null, tls: null, wait: null, body: null }

/** The Resource Timing entry of our latest request for this URL, or null. */
export function timingEntry(url: string, since: number): PerformanceResourceTiming | null {
  const entries = performance.getEntriesByName(url, 'resource') as PerformanceResourceTiming[]
  const entry = entries.at(-1)
  // Start times are coarsened, to a whole millisecond in Firefox.
  return entry && entry.startTime >= since - 2 ? entry : null
}

/** The entry of a failed request comes some hundred ms after the promise rejected (Firefox). */
export async function awaitTimingEntry(
  url: string,
  since: number,
  ms: number,
): Promise<PerformanceResourceTiming | null> {
  const until = performance.now() + ms
  for (;;) {
    const entry = timingEntry(url, since)
    if (entry || performance.now() >= until) return entry
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}

const span = (from: number, to: number): number | null => (from > 0 && to >= from ? to - from : null)

export function phases(e: PerformanceResourceTiming): Timing {
  const tlsStart = e.secureConnectionStart
  const opened = e.connectEnd > e.fetchStart
  return {
    dns: e.domainLookupEnd > e.fetchStart ? span(e.domainLookupStart, e.domainLookupEnd) : null,
    connect: opened ? span(e.connectStart, tlsStart > 0 ? tlsStart : e.connectEnd) : null,
    tls: opened && tlsStart > 0 ? span(tlsStart, e.connectEnd) : null,
    wait: span(e.requestStart, e.responseStart),
    body: e.responseStart > 0 ? span(e.responseStart, e.responseEnd) : null,
  }
}

/**
 * Whether the answer came over a connection that was already open: no time went into a handshake. Firefox times in
 * whole milliseconds, and looks the name up even when it then takes a connection of another name (seen with two
 * names on one HTTP/2 connection); a TLS handshake with another machine never fits into none.
 */
export function wasReused(e: PerformanceResourceTiming): boolean {
  if (e.responseStart === 0 || e.connectEnd !== e.connectStart) return false
  // A plain TCP connection nearby does open within a millisecond, so there whole milliseconds tell nothing.
  return e.name.startsWith('https:') || (BROWSER === 'chromium' && e.connectStart === e.domainLookupStart)
}

/**
 * How far a failed request got, from the phases Firefox keeps on failures (Chromium zeroes them, so null).
 * Ordinal, not a measure: after repeats the phases may be the last attempt's.
 */
export function failureStage(e: PerformanceResourceTiming): Stage | null {
  if (e.connectStart === 0 && e.requestStart === 0) return null
  if (e.requestStart > e.fetchStart && e.requestStart >= e.connectEnd) return 'request'
  if (e.secureConnectionStart > 0 && e.connectStart > e.fetchStart) return 'tls'
  if (e.connectStart > e.fetchStart) return 'connect'
  return null
}
