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
  /** Three round trips of 2 s and some more. */
  referenceMs: 8_000,
  referenceBytes: 4 * 1024,
  /** A target's whole diagnosis, waiting for a transfer test apart. */
  targetMs: 60_000,
  /** A name that home filters answer falsely. */
  canaryMs: 5_000,
  /**
   * One transfer of a series: until its first byte; the first of all, on a connection that a page just given up may
   * still fill; then until its end, and what it reads at most.
   */
  transferWaitMs: 6_000,
  transferFirstWaitMs: 20_000,
  transferMs: 3_000,
  transferBytes: 128 * 1024,
  /** After this a series begins no more transfers. */
  seriesMs: 35_000,
  /** Waiting for its turn, until the transfer test is given up. */
  transferTurnMs: 180_000,
  /** Transfer tests in one sweep. */
  transferSeries: 5,
  /** After fetch has settled, for the browser's entry about it. */
  settleMs: 400,
  /** And for its last event, which says how it ended: a crowded machine lets it wait (seen: more than 400 ms). */
  lastEventMs: 2_500,
} as const
