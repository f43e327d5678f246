import * as v from 'valibot'
import { ControlResponseSchema } from '../../core/protocol/control.ts'

/** The part of an OONI `web_connectivity` measurement that tells what a browser would have met (ooni/spec ts-017). */

const failure = v.nullish(v.string(), null)
const tags = v.nullish(v.array(v.string()), [])
/** OONI writes what is no text as `{ format: 'base64', data }`. */
const text = v.pipe(
  v.unknown(),
  v.transform((value) => (typeof value === 'string' ? value : '')),
)

const QuerySchema = v.object({
  engine: v.nullish(v.string(), 'system'),
  hostname: v.nullish(v.string(), ''),
  query_type: v.nullish(v.string(), 'A'),
  failure,
  answers: v.nullish(
    v.array(v.object({ ipv4: v.nullish(v.string(), null), ipv6: v.nullish(v.string(), null) })),
    [],
  ),
  tags,
})

const TcpSchema = v.object({
  ip: v.string(),
  port: v.number(),
  status: v.object({ failure: v.nullish(v.union([v.string(), v.boolean()]), null) }),
})

const TlsSchema = v.object({
  address: v.nullish(v.string(), ''),
  server_name: v.nullish(v.string(), ''),
  failure,
})

const RequestSchema = v.object({
  address: v.nullish(v.string(), ''),
  failure,
  request: v.object({ url: v.string() }),
  response: v.nullish(
    v.object({
      code: v.nullish(v.number(), 0),
      body: text,
      /** Its length in bytes where `body` holds only the part that tells (see gather.ts). */
      x_body_length: v.nullish(v.number(), null),
      body_is_truncated: v.nullish(v.boolean(), false),
      headers: v.nullish(v.record(v.string(), v.unknown()), {}),
    }),
    null,
  ),
})

export const OoniMeasurementSchema = v.object({
  input: v.string(),
  measurement_start_time: v.string(),
  probe_cc: v.string(),
  probe_asn: v.string(),
  test_keys: v.object({
    queries: v.nullish(v.array(QuerySchema), []),
    tcp_connect: v.nullish(v.array(TcpSchema), []),
    tls_handshakes: v.nullish(v.array(TlsSchema), []),
    /** Newest first. */
    requests: v.nullish(v.array(RequestSchema), []),
    control: v.nullish(v.unknown(), null),
    control_failure: failure,
    dns_experiment_failure: failure,
    http_experiment_failure: failure,
    blocking: v.nullish(v.union([v.string(), v.boolean()]), null),
    accessible: v.nullish(v.boolean(), null),
  }),
})
export type OoniMeasurement = v.InferOutput<typeof OoniMeasurementSchema>

/** The helper's answer, null when it gave none or one that cannot be read. */
export function controlOf(measurement: OoniMeasurement) {
  const parsed = v.safeParse(ControlResponseSchema, measurement.test_keys.control)
  return parsed.success && measurement.test_keys.control_failure === null ? parsed.output : null
}
