import * as v from 'valibot'
import { aboutOf, type Tally } from './about.ts'
import type { ExportFacts } from './facts.ts'
import { FORMATS, type Format } from './formats.ts'
import type { Selection } from './selection.ts'
import type { Written } from './write-lines.ts'

const count = v.pipe(v.number(), v.integer(), v.minValue(0))

/** What lies beside an export and lets anybody check that it is whole and unchanged: FILE.manifest.json. */
export const ManifestSchema = v.object({
  fenceline: v.literal('manifest'),
  format: v.literal(1),
  kind: v.picklist(FORMATS),
  note: v.string(),
  extension: v.string(),
  rulesVersion: v.number(),
  historySchema: v.number(),
  browser: v.string(),
  timeZone: v.literal('UTC'),
  madeAt: v.string(),
  from: v.nullable(v.string()),
  to: v.nullable(v.string()),
  targets: v.nullable(v.array(v.string())),
  networks: v.nullable(v.array(v.string())),
  /** Rows of the history that could not be read and are not in the file. */
  unreadRows: count,
  files: v.array(
    v.object({
      name: v.pipe(v.string(), v.minLength(1)),
      bytes: count,
      sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
      /** Looks, or rows of a backup; without heads and ends. */
      rows: count,
      lines: count,
    }),
  ),
})
export type Manifest = v.InferOutput<typeof ManifestSchema>

export function manifestOf(
  kind: Format,
  selection: Selection,
  facts: ExportFacts,
  file: { name: string; written: Written; tally: Tally },
): Manifest {
  const { bytes, sha256, lines } = file.written
  const { targetIds, networkIds, ...times } = selection
  const about = aboutOf({ ...times, targetIds, networkIds }, facts)
  return {
    fenceline: 'manifest',
    kind,
    ...about,
    format: 1,
    timeZone: 'UTC',
    targets: targetIds && [...targetIds],
    networks: networkIds && [...networkIds],
    unreadRows: file.tally.unread,
    files: [{ name: file.name, bytes, sha256, rows: file.tally.rows, lines }],
  }
}

const SUFFIX: Record<Format, string> = {
  csv: 'looks.csv',
  jsonl: 'looks.jsonl',
  ooni: 'ooni.jsonl',
  backup: 'backup.jsonl',
}

/** fenceline-2022-01-05-to-2022-01-10-looks.csv: days of UTC, both within. */
export function fileNameOf(format: Format, { from, to }: Selection, madeAt: number): string {
  const day = (at: number) => new Date(at).toISOString().slice(0, 10)
  const isWhole = format === 'backup' || (from === null && to === null)
  const range = isWhole
    ? day(madeAt)
    : `${from === null ? 'start' : day(from)}-to-${to === null ? day(madeAt) : day(to - 1)}`
  return `fenceline-${range}-${SUFFIX[format]}`
}

export const manifestName = (file: string): string => `${file}.manifest.json`
