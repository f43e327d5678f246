/** Chromium gives a silent handshake up after exactly 30 s (kSSLHandshakeTimeout); a SYN waits 21 s or minutes. */
export const TLS_PATIENCE_MS = [28_000, 33_500] as const
/** Our own clock ends the patient look later than this, so that a handshake is no longer what it hangs in. */
export const PAST_TLS_MS = 31_500
