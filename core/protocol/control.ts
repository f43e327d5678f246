import * as v from 'valibot'

/**
 * The OONI test helper protocol (ooni/spec th-001 and probe-cli's oohelperd): what extension and control helper must
 * agree on. Field names are the protocol's own. Unknown fields are ignored on both sides, as OONI's do.
 */

/** POST / as JSON. OONI's clients, written in Go, spell an empty list or map as null. */
export const ControlRequestSchema = v.object({
  http_request: v.string(),
  /** Only user-agent, accept and accept-language are honoured. */
  http_request_headers: v.nullish(v.record(v.string(), v.array(v.string())), {}),
  /** `ip:port`, IPv6 in brackets. OONI's helper ignores the port. */
  tcp_connect: v.nullish(v.array(v.string()), []),
  x_quic_enabled: v.nullish(v.boolean(), false),
})
export type ControlRequest = v.InferOutput<typeof ControlRequestSchema>

const failure = v.nullable(v.string())

const TcpSchema = v.object({ status: v.boolean(), failure })
const TlsSchema = v.object({ server_name: v.string(), status: v.boolean(), failure })
const HttpSchema = v.object({
  /** -1 with status_code -1 when the request failed. */
  body_length: v.number(),
  discovered_h3_endpoint: v.optional(v.string(), ''),
  failure,
  title: v.string(),
  headers: v.record(v.string(), v.string()),
  status_code: v.number(),
})

export const ControlResponseSchema = v.object({
  tcp_connect: v.record(v.string(), TcpSchema),
  /** Left out when empty, as OONI's helper does. */
  tls_handshake: v.optional(v.record(v.string(), TlsSchema), {}),
  quic_handshake: v.optional(v.record(v.string(), TlsSchema), {}),
  http_request: HttpSchema,
  http3_request: v.optional(v.nullable(HttpSchema), null),
  dns: v.object({ failure, addrs: v.nullable(v.array(v.string())) }),
  ip_info: v.optional(v.nullable(v.record(v.string(), v.object({ asn: v.number(), flags: v.number() }))), {}),
})
export type ControlResponse = v.InferOutput<typeof ControlResponseSchema>

/** Bits of `ip_info[].flags`. */
export const IP_INFO = { fromProbe: 1, fromHelper: 2, bogon: 4, validForDomain: 8 } as const

/** One address's port, spelt as the protocol does. */
export const endpointOf = (address: string, port: number): string =>
  `${address.includes(':') ? `[${address}]` : address}:${port}`

/** What a snapshot says of one URL: an ordinary answer, without what only a single client could have asked. */
export const SnapshotEntrySchema = v.object({
  url: v.string(),
  at: v.number(),
  answer: ControlResponseSchema,
})

/** The helper's view of the public list, the same for everyone: nobody has to ask about single targets. */
export const SnapshotSchema = v.object({
  version: v.literal(1),
  /** Epoch ms. */
  createdAt: v.number(),
  /** Epoch ms from which nobody should believe it any more. */
  expiresAt: v.number(),
  entries: v.array(SnapshotEntrySchema),
})
export type Snapshot = v.InferOutput<typeof SnapshotSchema>

/**
 * As published: the text that was signed, byte for byte, so that no two JSON writers need to agree, and the Ed25519
 * signature (RFC 8032) over `SNAPSHOT_CONTEXT` and that text, base64.
 */
export const SignedSnapshotSchema = v.object({ snapshot: v.string(), signature: v.string() })
export type SignedSnapshot = v.InferOutput<typeof SignedSnapshotSchema>

/** Signed with the text, so that no signature made for anything else can pass for a snapshot's. */
export const SNAPSHOT_CONTEXT = 'fenceline control snapshot v1\n'
export const SNAPSHOT_PATH = '/control/snapshot'
