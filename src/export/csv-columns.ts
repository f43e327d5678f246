import type * as v from 'valibot'
import { MeasurementSchema, readRow } from '../history/stored.ts'
import { type CsvValue, csvLine } from './csv.ts'
import { AS_SEEN, type ExportFacts, utc } from './facts.ts'
import { type Seen, seenOf } from './seen.ts'

type Row = v.InferOutput<typeof MeasurementSchema>
type Column = (row: Row, seen: Seen, facts: ExportFacts) => CsvValue

/** In this order, for ever: new ones come at the end. docs/export.md explains each. */
const COLUMNS: Readonly<Record<string, Column>> = {
  id: ({ id }) => id,
  time_utc: ({ at }) => utc(at),
  url: ({ url }) => url,
  category: ({ targetId }, _, { targets }) => targets.get(targetId)?.category,
  status: ({ verdict }) => verdict.status,
  mechanism: ({ verdict }) => verdict.mechanism,
  confidence: ({ verdict }) => verdict.confidence,
  untested_why: ({ verdict }) => verdict.reason,
  refused_scope: ({ verdict }) => verdict.scope,
  warnings: ({ verdict }) => verdict.warnings.join(' '),
  rules: ({ verdict }) => verdict.rules.join(' '),
  blocked_hop: ({ verdict }) => verdict.hop,
  failure: (_, seen) => seen.failure,
  http_status: (_, seen) => seen.status,
  server_address: (_, seen) => seen.ip,
  page_title: (_, seen) => seen.title,
  network: ({ networkId }) => networkId,
  network_label: ({ networkId }, _, { networks }) => networks.get(networkId)?.label,
  asn: ({ networkId }, _, { networks }) => networks.get(networkId)?.asn,
  operator: ({ networkId }, _, { networks }) => networks.get(networkId)?.operator,
  country: ({ networkId }, _, { networks }) => networks.get(networkId)?.country,
  vpn: ({ networkId }, _, { networks }) => networks.get(networkId)?.vpn,
  duration_ms: ({ ms }) => Math.round(ms),
  requests: ({ requests }) => requests,
  bytes: ({ bytes }) => bytes,
  browser: ({ browser }) => browser,
  rules_version: ({ verdict }) => verdict.engine,
  sweep: ({ sweepId }) => sweepId,
  method: (_row, _seen, { extension }) => `Fenceline ${extension}, ${AS_SEEN}`,
}

export const CSV_COLUMNS: readonly string[] = Object.keys(COLUMNS)
const CELLS = Object.values(COLUMNS)

export const CSV_HEAD = csvLine(CSV_COLUMNS)

/** One look, one line; null for a row that cannot be read. */
export function csvOf(row: unknown, facts: ExportFacts): string | null {
  const read = readRow(MeasurementSchema, row)
  if (!read) return null
  const seen = seenOf(read.observations)
  return csvLine(CELLS.map((cell) => cell(read, seen, facts)))
}
