import type { Patience } from './looks.ts'

/** Chromium gives a silent handshake up after exactly 30 s (kSSLHandshakeTimeout); a SYN waits 21 s or minutes. */
export const TLS_PATIENCE_MS = [28_000, 33_500] as const
/** A hop is asked only after the ones before it have answered, within the first look's own limit. */
const BEFORE_THE_HOP_MS = 8_000
/** Our own clock ends the patient look later than this, so that a handshake is no longer what it hangs in. */
export const PAST_TLS_MS = 31_500

/** Left to itself the browser gave up when a silent handshake is given up. */
export function ranOutAtTls({ kind, byOurClock, ms, sinceFirstMs }: Patience, atHop: boolean): boolean {
  if (kind !== 'timeout' || byOurClock) return false
  const [from, to] = TLS_PATIENCE_MS
  return (
    (ms >= from && ms <= to) || (sinceFirstMs >= from && sinceFirstMs <= to + (atHop ? BEFORE_THE_HOP_MS : 0))
  )
}
