import type { ArrivingBody } from './arriving-body.ts'

/** A piece of a body between two arrivals: what came after the first of them, and how long that took. */
export interface Stretch {
  bytes: number
  ms: number
  /** Our own clock ended it: there was more to come. */
  cut: boolean
}

/** Until a chunk ends a stretch whose time is up: 16 kB, a TLS record at the most, take 2 s at 64 kbit/s. */
const LAST_CHUNK_MS = 2_000
/** Less after the first chunk says nothing of a rate. */
const LEAST_BYTES = 4 * 1024
/** A page of which all came at once must be this large to have shown a slow line. */
export const LEAST_PAGE = 10 * 1024
/** Our clock and the browser's buffers are no finer; what came faster counts as come in this time. */
const LEAST_MS = 20
/** As fast as this a body is not held back, whatever its exact speed. */
export const FREE_KBPS = 400

/**
 * Measures an arriving body for `ms`. It counts from one chunk to another: a chunk is a whole TLS record, and counted
 * from anything else a speed would depend on how records and clock happen to meet. null when nothing came in `waitMs`.
 */
export async function stretchOf(
  body: ArrivingBody,
  limits: { waitMs: number; ms: number; bytes: number },
): Promise<Stretch | null> {
  const begun = performance.now()
  if (body.lastAt === null) await body.moves(limits.waitMs)
  const from = body.lastAt
  if (from === null) return null
  const base = body.bytes
  const until = Math.max(begun, from) + limits.ms
  const goesOn = () => body.state === 'open' && body.bytes - base < limits.bytes
  for (let left = limits.ms; goesOn() && left > 0; left = until - performance.now()) await body.moves(left)
  const cut = goesOn()
  const moved = cut ? await body.moves(LAST_CHUNK_MS) : true
  const to = moved ? body.lastAt : performance.now()
  return { bytes: body.bytes - base, ms: (to ?? from) - from, cut }
}

/** kbit/s of stretches taken together; null when they tell nothing. */
export function rateOf(stretches: readonly Stretch[]): number | null {
  const bytes = stretches.reduce((sum, one) => sum + one.bytes, 0)
  const ms = stretches.reduce((sum, one) => sum + one.ms, 0)
  // Bits in a millisecond are kilobits in a second.
  const kbps = (bytes * 8) / Math.max(ms, LEAST_MS)
  return bytes >= LEAST_BYTES || stretches.some((one) => one.cut) ? kbps : null
}

/** A body that came with its first chunk shows no speed, but that it was not slow, when it came soon after its headers. */
export function rateAtOnce(bytes: number, sinceHeadersMs: number): number | null {
  const kbps = (bytes * 8) / Math.max(sinceHeadersMs, LEAST_MS)
  return bytes >= LEAST_PAGE && kbps >= FREE_KBPS ? kbps : null
}
