/** What a hostile or broken server may cost us at most. Rules never depend on these; tests may not change them. */
export const LIMITS = {
  /** Decoded body bytes read of a page; the rest is cancelled. Bombs and endless bodies end here. */
  bodyBytes: 256 * 1024,
  /** Redirects followed, as OONI does. */
  redirects: 10,
  /** No byte for this long at the deadline is a stall; a body that still drips is merely slow. */
  stallMs: 5_000,
  /** Of an address that a server sent us to: what is kept, not what is asked. */
  urlChars: 1_024,
  headerValueChars: 256,
  headerNames: 64,
  textChars: 600,
  linkHosts: 20,
  dohBytes: 64 * 1024,
  dohMs: 5_000,
  referenceMs: 6_000,
  referenceBytes: 4 * 1024,
  /** A target's whole diagnosis. */
  targetMs: 100_000,
  /** After fetch has settled, for the browser's last event about it (Chromium sends it later). */
  settleMs: 400,
} as const
