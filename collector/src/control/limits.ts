/** Everything that bounds what one question, or all of them together, can cost. docs/control.md lists them. */
export interface Limits {
  /** As OONI's helper: 4 s for DNS, 15 s for an endpoint (TCP and TLS together), 15 s for the page and its redirects. */
  dnsMs: number
  endpointMs: number
  pageMs: number
  /** One address of several: a dead one must leave time for the next. */
  connectMs: number
  redirects: number
  /** Of an answer, counted both on the wire and after decoding. */
  bodyBytes: number
  headerBytes: number
  /** Of a question. OONI's helper takes 16 MiB; an honest question has a URL, three headers and a few addresses. */
  questionBytes: number
  /** Within which a question must have come in whole; its head within half of that. */
  questionMs: number
  /** Addresses looked at a question: so many of the client's, and so many of our own. */
  addresses: number
  /** Questions being measured: up to the first figure anyone, up to the second one a client, then 503. */
  inFlightAnyone: number
  inFlight: number
  /**
   * How long an answer serves again, and, within it, what it was put together from: so the oldest thing said is twice
   * this old. That stays below the 180 s after which an extension looks a second time to confirm: the second opinion
   * on that look is then never the first one's.
   */
  answerTtlMs: number
  /** A failure may be our own bad luck: it is repeated to nobody for long. */
  failureTtlMs: number
  cacheEntries: number
}

export const DEFAULT_LIMITS: Limits = {
  dnsMs: 4000,
  endpointMs: 15_000,
  pageMs: 15_000,
  connectMs: 5000,
  redirects: 10,
  bodyBytes: 16 * 1024 * 1024,
  headerBytes: 64 * 1024,
  questionBytes: 32 * 1024,
  questionMs: 10_000,
  addresses: 16,
  inFlightAnyone: 25,
  inFlight: 50,
  answerTtlMs: 60_000,
  failureTtlMs: 15_000,
  cacheEntries: 500,
}
