import * as v from 'valibot'
import { parseCsv } from './csv.ts'
import { type Fingerprint, type FingerprintKind, FingerprintSchema } from './fingerprint.ts'

export const FILE_BYTES = 5 * 1024 * 1024
const MOST_ROWS = 20_000

/** Shorter ones would be found in half of all pages. */
const SHORTEST = 4

const COLUMNS = ['name', 'scope', 'location_found', 'pattern_type', 'pattern', 'expected_countries'] as const
type Column = (typeof COLUMNS)[number]

export type FingerprintFileFault = 'too-large' | 'not-csv' | 'columns' | 'empty'

/** A file that is not a list of fingerprints; `code` tells the page what to say. */
export class FingerprintFileError extends Error {
  readonly code: `fingerprints-${FingerprintFileFault}`
  constructor(fault: FingerprintFileFault, detail: string) {
    super(detail)
    this.name = 'FingerprintFileError'
    this.code = `fingerprints-${fault}`
  }
}

export interface FingerprintFile {
  kind: FingerprintKind
  rows: Fingerprint[]
  skipped: number
}

/**
 * OONI's fingerprints_http.csv or fingerprints_dns.csv, as the user gave it. A row that we cannot use is counted and
 * left out. Regular expressions are among those: a list from a stranger could name one that takes for ever on the
 * right page, and they are 14 of 1,729. Throws a FingerprintFileError.
 */
export function readFingerprintFile(text: string): FingerprintFile {
  if (text.length > FILE_BYTES) throw new FingerprintFileError('too-large', 'The file is larger than 5 MB')
  const [head = [], ...lines] = rowsOf(text)
  const place = new Map(COLUMNS.map((column) => [column, head.indexOf(column)]))
  const missing = COLUMNS.filter((column) => place.get(column) === -1)
  if (missing.length > 0) {
    throw new FingerprintFileError('columns', `The file has no columns ${missing.join(', ')}`)
  }
  if (lines.length > MOST_ROWS) throw new FingerprintFileError('too-large', `More than ${MOST_ROWS} rows`)
  const rows = lines.flatMap((line) => rowOf((column) => line[place.get(column) ?? -1] ?? '') ?? [])
  if (rows.length === 0) throw new FingerprintFileError('empty', 'No row of the file can be used')
  const kind = rows.every(({ location }) => location === 'dns') ? 'dns' : 'http'
  return { kind, rows, skipped: lines.length - rows.length }
}

function rowsOf(text: string): string[][] {
  try {
    return parseCsv(text)
  } catch (error) {
    throw new FingerprintFileError('not-csv', String(error))
  }
}

function rowOf(field: (column: Column) => string): Fingerprint | null {
  const row = v.safeParse(FingerprintSchema, {
    name: field('name'),
    scope: field('scope'),
    location: field('location_found'),
    how: field('pattern_type'),
    pattern: field('pattern'),
    countries: field('expected_countries')
      .split(/[\s,;]+/)
      .filter((code) => code !== ''),
  })
  if (!row.success) return null
  return row.output.location !== 'dns' && row.output.pattern.length < SHORTEST ? null : row.output
}
