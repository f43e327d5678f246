import * as v from 'valibot'
import { FAILURE_CODES, STAGES } from './failure.ts'
import { REFERENCE_GROUPS } from './status.ts'

/** The version every observation is written with; older ones are upcast on read (see upcast.ts). */
export const OBSERVATION_VERSION = 2

const millis = v.pipe(v.number(), v.finite())

/** Why a request ended without a complete answer. */
export const FailureSchema = v.object({
  code: v.picklist(FAILURE_CODES),
  /** The browser's own word, kept for the record, never switched on in rules. Firefox localises TLS ones. */
  raw: v.string(),
  /** The URL that failed: the redirect hop, not always the one asked for. */
  url: v.string(),
  /** How far it got, where the browser shows it. */
  stage: v.nullable(v.picklist(STAGES)),
})
export type Failure = v.InferOutput<typeof FailureSchema>

/** One response of the chain, redirects included. */
export const HopSchema = v.object({
  url: v.string(),
  status: v.number(),
  /** Address of the server that answered, where the browser shows it. */
  ip: v.nullable(v.string()),
  /** Redirect target, absolute. */
  location: v.nullable(v.string()),
  /** A redirect made by the browser itself (HSTS, https-first), not by a server. */
  internal: v.boolean(),
})
export type Hop = v.InferOutput<typeof HopSchema>

/** Milliseconds each phase took; null where the browser shows none. */
export const TimingSchema = v.object({
  dns: v.nullable(millis),
  connect: v.nullable(millis),
  tls: v.nullable(millis),
  /** Request sent to first response byte. */
  wait: v.nullable(millis),
  body: v.nullable(millis),
})
export type Timing = v.InferOutput<typeof TimingSchema>

/** The final answer's header and body, reduced. */
export const ResponseSchema = v.object({
  url: v.string(),
  status: v.number(),
  ip: v.nullable(v.string()),
  /** Lower-cased names; only the headers that matter (see measure/page.ts), values cut at 256 characters. */
  headers: v.record(v.string(), v.string()),
  /** All header names, lower-cased, sorted. */
  headerNames: v.array(v.string()),
  title: v.nullable(v.string()),
  /** First characters of the visible text, whitespace folded, at most 600: evidence for block-page rules. */
  text: v.string(),
  /** Hosts the page links to or loads from, at most 20, for structural block-page rules. */
  linkHosts: v.array(v.string()),
  /** Decoded body bytes read (up to the cap). */
  bytes: v.number(),
  /** The cap was reached, so `bytes` and `sha256` cover a prefix. */
  truncated: v.boolean(),
  sha256: v.nullable(v.string()),
  /** e.g. 'h2', 'http/1.1'; '' when hidden. */
  protocol: v.string(),
  /** Delivered on a connection that was already open: says nothing of DNS, TCP or TLS now. */
  reused: v.boolean(),
  /** That connection was not, as far as we know, opened for this name: another name's may hide a block on this one. */
  coalesced: v.boolean(),
  fromCache: v.boolean(),
  /** The browser itself says whether a proxy brought it (Firefox); absent where it does not tell. */
  proxied: v.exactOptional(v.boolean()),
  /** Certificate facts, Firefox only. */
  security: v.nullable(
    v.object({
      /** Whether the chain ends in a root built into the browser. */
      builtInRoot: v.nullable(v.boolean()),
      /** SHA-256 of that root, to tell one foreign root from another. */
      root: v.nullable(v.string()),
      protocol: v.string(),
      usedEch: v.nullable(v.boolean()),
    }),
  ),
})
export type ResponseSeen = v.InferOutput<typeof ResponseSchema>

const common = {
  v: v.literal(OBSERVATION_VERSION),
  /** Epoch ms when the action began. */
  at: millis,
  /** Duration. */
  ms: millis,
  /** Network requests the browser made for it, redirects included. */
  requests: v.number(),
  /** Decoded bytes received. */
  bytes: v.number(),
}

/** What a page-like request was for. */
export const PAGE_ROLES = ['target', 'repeat', 'plain-http', 'closed-port', 'patient', 'over-https'] as const
export type PageRole = (typeof PAGE_ROLES)[number]

/** One HTTP(S) request by name, redirects followed. */
export const PageObservationSchema = v.object({
  ...common,
  kind: v.literal('page'),
  role: v.picklist(PAGE_ROLES),
  url: v.string(),
  hops: v.array(HopSchema),
  response: v.nullable(ResponseSchema),
  failure: v.nullable(FailureSchema),
  timing: TimingSchema,
  /** The limit our own clock put on it, ms. */
  timeoutMs: millis,
  /** From the start to the first byte of the final body, ms, by our own clock; null when none came. */
  firstByteMs: v.nullable(millis),
  /** From the last byte that came to the end, ms: a freeze is long, a trickle short; null when none came. */
  quietMs: v.nullable(millis),
})
export type PageObservation = v.InferOutput<typeof PageObservationSchema>

/** What one DNS-over-HTTPS resolver (RFC 8484) answered for one name and record type. */
export const DohObservationSchema = v.object({
  ...common,
  kind: v.literal('doh'),
  resolver: v.string(),
  name: v.string(),
  type: v.picklist(['A', 'AAAA']),
  /** DNS rcode name, e.g. NOERROR, NXDOMAIN, SERVFAIL, REFUSED; null when the resolver was not reached. */
  rcode: v.nullable(v.string()),
  addresses: v.array(v.string()),
  /** Set when the resolver itself was not reached or answered garbage. */
  failure: v.nullable(FailureSchema),
})
export type DohObservation = v.InferOutput<typeof DohObservationSchema>

/** What the operating system's resolver answered (Firefox only: dns.resolve with disable_trr). */
export const SystemDnsObservationSchema = v.object({
  ...common,
  kind: v.literal('system-dns'),
  name: v.string(),
  addresses: v.array(v.string()),
  /** The browser's error word, e.g. NS_ERROR_UNKNOWN_HOST; null on success. */
  error: v.nullable(v.string()),
  timedOut: v.boolean(),
  /** The browser would have asked its own DoH for this name in ordinary browsing. */
  browserUsesDoh: v.nullable(v.boolean()),
})
export type SystemDnsObservation = v.InferOutput<typeof SystemDnsObservationSchema>

/**
 * A request to a bare address: `https://<address>/` ends in a certificate-name error or a TLS alert
 * exactly when TCP and TLS work without the name (reference: docs/architecture.md, "Layers without raw sockets").
 */
export const AddressObservationSchema = v.object({
  ...common,
  kind: v.literal('address'),
  /** The name whose address this is. */
  name: v.string(),
  address: v.string(),
  scheme: v.picklist(['http', 'https']),
  /** Left out where it is the scheme's own. */
  port: v.exactOptional(v.number()),
  /**
   * `literal`: the address itself in the URL, so that no name is said. `neutral`: a name that leads there and says
   * nothing of the site, for servers and filters that treat a handshake without a name differently.
   */
  via: v.picklist(['literal', 'neutral']),
  /** Any answer came, TLS alert and certificate error included: the path to the address works. */
  answered: v.boolean(),
  status: v.nullable(v.number()),
  title: v.nullable(v.string()),
  failure: v.nullable(FailureSchema),
})
export type AddressObservation = v.InferOutput<typeof AddressObservationSchema>

/** One look at a reference host: does our own link work. */
export const ReferenceObservationSchema = v.object({
  ...common,
  kind: v.literal('reference'),
  group: v.picklist(REFERENCE_GROUPS),
  url: v.string(),
  ok: v.boolean(),
  /** Portal checks only: an answer came but not the expected one. */
  altered: v.boolean(),
  status: v.nullable(v.number()),
  failure: v.nullable(FailureSchema),
  /** Server's Date header minus our clock, ms; null when not told. */
  clockSkewMs: v.nullable(millis),
  /** Whether the chain ends in a built-in root; Firefox only. */
  builtInRoot: v.nullable(v.boolean()),
  /** SHA-256 of that root; Firefox only. */
  root: v.nullable(v.string()),
  /** Phases, to tell a slow handshake with one site from a slow link. */
  timing: TimingSchema,
  /** Address that answered, where shown: all hosts at one address are reached through a proxy. */
  ip: v.nullable(v.string()),
  /** The browser itself says that a proxy was used (Firefox); null where it does not tell. */
  proxied: v.nullable(v.boolean()),
})
export type ReferenceObservation = v.InferOutput<typeof ReferenceObservationSchema>

/**
 * What this browser's own words for certificate failures are, learned from hosts that serve known-bad
 * certificates on purpose. Firefox reports TLS failures as localised sentences, so they are compared for
 * equality with these, never parsed.
 */
export const CalibrationObservationSchema = v.object({
  ...common,
  kind: v.literal('calibration'),
  entries: v.array(v.object({ code: v.picklist(FAILURE_CODES), raw: v.string() })),
})
export type CalibrationObservation = v.InferOutput<typeof CalibrationObservationSchema>

/** A target that was not asked, and why (no permission, paused ...). */
export const SkippedObservationSchema = v.object({
  ...common,
  kind: v.literal('skipped'),
  reason: v.picklist(['permission', 'paused', 'interrupted', 'network-changed', 'asleep', 'cancelled']),
})
export type SkippedObservation = v.InferOutput<typeof SkippedObservationSchema>

/**
 * A WebSocket handshake with the name: browsers open a connection of its own for it, where a page may ride on
 * another name's (HTTP/2 coalescing). Whatever the server answers, an answer means that this name got through.
 */
export const HandshakeObservationSchema = v.object({
  ...common,
  kind: v.literal('handshake'),
  /** The https URL whose host was asked. */
  url: v.string(),
  /** The HTTP status the server answered the upgrade with; null when no answer came. */
  status: v.nullable(v.number()),
  ip: v.nullable(v.string()),
  failure: v.nullable(FailureSchema),
})
export type HandshakeObservation = v.InferOutput<typeof HandshakeObservationSchema>

const endpoint = v.object({
  /** `address:port`, IPv6 in brackets. */
  endpoint: v.string(),
  ok: v.boolean(),
  /** The helper's own word, e.g. generic_timeout_error; null when ok. */
  failure: v.nullable(v.string()),
})

/** What somebody outside saw of a URL: a control helper's answer (OONI th-001 protocol) or its part of a snapshot. */
export const ControlAnswerSchema = v.object({
  dns: v.object({ failure: v.nullable(v.string()), addresses: v.array(v.string()) }),
  tcp: v.array(endpoint),
  tls: v.array(endpoint),
  http: v.object({
    /** null when no final answer came. */
    status: v.nullable(v.number()),
    failure: v.nullable(v.string()),
    title: v.nullable(v.string()),
    bodyLength: v.nullable(v.number()),
    /** Lower-cased names. */
    headers: v.record(v.string(), v.string()),
  }),
  /** AS number of each address either side resolved, where the helper knows; 0 is unknown and never compared. */
  asns: v.record(v.string(), v.number()),
  /** Addresses at which TLS was valid for the name, as the helper saw it. */
  validFor: v.array(v.string()),
})
export type ControlAnswer = v.InferOutput<typeof ControlAnswerSchema>

export const ControlObservationSchema = v.object({
  ...common,
  kind: v.literal('control'),
  /** The helper asked, or the publisher of the snapshot: a host name. */
  helper: v.string(),
  source: v.picklist(['helper', 'snapshot']),
  url: v.string(),
  /** Epoch ms of the outside look: a snapshot's is older than `at`. */
  takenAt: millis,
  answer: v.nullable(ControlAnswerSchema),
  /** Set when no answer was had: that says nothing of the site. */
  failure: v.nullable(FailureSchema),
})
export type ControlObservation = v.InferOutput<typeof ControlObservationSchema>

/** One transfer of an interleaved series: is this name slower than others, here and now? */
export const TransferObservationSchema = v.object({
  ...common,
  kind: v.literal('transfer'),
  side: v.picklist(['target', 'control']),
  url: v.string(),
  /** Place in the series, from 0. */
  index: v.number(),
  /** Start to first body byte. */
  firstByteMs: v.nullable(millis),
  /** The time that was measured, from chunk to chunk; several requests' together for a small page. */
  bodyMs: v.nullable(millis),
  /** Bytes after the first chunk over `bodyMs`, kbit/s; null when too little came to tell. */
  kbps: v.nullable(v.number()),
  failure: v.nullable(FailureSchema),
})
export type TransferObservation = v.InferOutput<typeof TransferObservationSchema>

/** A name that home filters (ads, families) answer falsely and nobody else does. */
export const CanaryObservationSchema = v.object({
  ...common,
  kind: v.literal('canary'),
  name: v.string(),
  /** Where the operator's resolver led, Firefox only. */
  addresses: v.array(v.string()),
  /** How the request by name ended; null when it was answered. */
  failure: v.nullable(FailureSchema),
})
export type CanaryObservation = v.InferOutput<typeof CanaryObservationSchema>

/** A known block page (or a known false alarm) recognised in an answer, from a list the user imported. */
export const FingerprintObservationSchema = v.object({
  ...common,
  kind: v.literal('fingerprint'),
  /** URL of the answer it was found in. */
  url: v.string(),
  name: v.string(),
  found: v.picklist(['body', 'header', 'dns']),
  /** OONI's scope words: nat isp prod inst prov vbw injb, and fp for what must not be called a block page. */
  scope: v.string(),
  /** ISO 3166 codes the list expects it in. */
  countries: v.array(v.string()),
})
export type FingerprintObservation = v.InferOutput<typeof FingerprintObservationSchema>

export const ObservationSchema = v.variant('kind', [
  PageObservationSchema,
  DohObservationSchema,
  SystemDnsObservationSchema,
  AddressObservationSchema,
  ReferenceObservationSchema,
  CalibrationObservationSchema,
  SkippedObservationSchema,
  HandshakeObservationSchema,
  ControlObservationSchema,
  TransferObservationSchema,
  CanaryObservationSchema,
  FingerprintObservationSchema,
])
export type Observation = v.InferOutput<typeof ObservationSchema>
