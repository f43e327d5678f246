/** Chromium gives a silent handshake up after exactly 30 s (kSSLHandshakeTimeout); a SYN waits 21 s or minutes. */
export const TLS_PATIENCE_MS = [28_000, 32_500] as const
