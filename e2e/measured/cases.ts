import { readFileSync } from 'node:fs'
import * as v from 'valibot'
import { MECHANISMS, STATUSES } from '../../core/model/status.ts'
import { OoniMeasurementSchema } from './ooni-measurement.ts'

const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'))

const TruthSchema = v.object({
  /** Any of these is right. */
  status: v.pipe(v.array(v.picklist(STATUSES)), v.nonEmpty()),
  mechanism: v.optional(v.array(v.picklist(MECHANISMS))),
})

const CaseSchema = v.object({
  name: v.string(),
  /** Where the measurement was published. */
  source: v.string(),
  why: v.string(),
  truth: TruthSchema,
  measurement: OoniMeasurementSchema,
})
export type MeasuredCase = v.InferOutput<typeof CaseSchema>

/** Single measurements out of OONI's repositories, reduced to facts by gather.ts; the truth is what is known of each. */
export const publicMeasurements = (): MeasuredCase[] =>
  v.parse(v.array(CaseSchema), read('public-measurements.json'))

const nullable = v.nullable(v.string())
const UgandaSchema = v.object({
  source: v.string(),
  rows: v.array(
    v.tuple([
      v.string(),
      v.number(),
      v.number(),
      v.string(),
      nullable,
      nullable,
      nullable,
      nullable,
      v.number(),
    ]),
  ),
})

/** Uganda shut the internet on 13 January 2026 and kept social media blocked for days after it came back. */
const EVENT = ['2026-01-13', '2026-01-24'] as const
const ADDRESS = '104.244.42.1'

/**
 * twitter.com in Uganda around the election of 15 January 2026. Measurements that failed outside the event's days, or of
 * which nothing is recorded, have no known truth and are left out; `unknown` counts them.
 */
export function ugandaElection(): { cases: MeasuredCase[]; unknown: number } {
  const { source, rows } = v.parse(UgandaSchema, read('uganda-2026.json'))
  const cases = rows.flatMap(([at, asn, , path, blocking, dns, tcp, tls], index): MeasuredCase[] => {
    const came = blocking === 'false'
    const failed = dns !== null || tcp !== null || tls !== null
    const during = at >= EVENT[0] && at < EVENT[1]
    if (!came && !(failed && during)) return []
    const url = `https://twitter.com/${path}`
    return [
      {
        name: `row ${index}`,
        source,
        why: came ? 'the page came' : 'during the shutdown and the block that followed it',
        truth: { status: [came ? 'reachable' : 'blocked'] },
        measurement: v.parse(OoniMeasurementSchema, {
          input: url,
          measurement_start_time: at,
          probe_cc: 'UG',
          probe_asn: `AS${asn}`,
          test_keys: keysOf(url, { came, dns, tcp, tls }),
        }),
      },
    ]
  })
  return { cases, unknown: rows.length - cases.length }
}

interface Layers {
  came: boolean
  dns: string | null
  tcp: string | null
  tls: string | null
}

/** The helper found the site up in every row that counts: OONI's scores hold .75 and more for "blocked" there. */
function keysOf(
  url: string,
  { came, dns, tcp, tls }: Layers,
): v.InferInput<typeof OoniMeasurementSchema>['test_keys'] {
  const endpoint = `${ADDRESS}:443`
  const fine = { status: true, failure: null }
  const answer = { code: 200, body: '<title>X</title>', headers: {} }
  return {
    queries: [
      {
        engine: 'getaddrinfo',
        hostname: 'twitter.com',
        failure: dns,
        answers: dns ? [] : [{ ipv4: ADDRESS }],
      },
    ],
    tcp_connect: [{ ip: ADDRESS, port: 443, status: { failure: came ? null : tcp } }],
    tls_handshakes: came || tcp ? [] : [{ address: endpoint, server_name: 'twitter.com', failure: tls }],
    requests: came ? [{ address: endpoint, failure: null, request: { url }, response: answer }] : [],
    control: {
      tcp_connect: { [endpoint]: fine },
      tls_handshake: { [endpoint]: { server_name: 'twitter.com', ...fine } },
      http_request: { body_length: 70_000, failure: null, title: 'X', headers: {}, status_code: 200 },
      dns: { failure: null, addrs: [ADDRESS] },
    },
  }
}
