import { aboutOf, type Tally } from './about.ts'
import { backupLines } from './backup.ts'
import { CSV_HEAD, csvOf } from './csv-columns.ts'
import type { ExportFacts } from './facts.ts'
import { type Ask, looksIn } from './looks.ts'
import { ooniOf } from './ooni.ts'
import type { Selection } from './selection.ts'

export const FORMATS = ['csv', 'jsonl', 'ooni', 'backup'] as const
export type Format = (typeof FORMATS)[number]

/** RFC 4180 wants CRLF; nobody else does. */
export const LINE_ENDS = { csv: '\r\n', jsonl: '\n', ooni: '\n', backup: '\n' } as const satisfies Record<
  Format,
  string
>

/** The lines of a file, a batch at a time. A backup takes everything, whatever the selection. */
export async function* linesOf(
  format: Format,
  ask: Ask,
  selection: Selection,
  facts: ExportFacts,
  tally: Tally = { rows: 0, unread: 0 },
): AsyncGenerator<string[]> {
  if (format === 'backup') {
    yield* backupLines(ask, facts, tally)
    return
  }
  const head = headOf(format, selection, facts)
  if (head) yield [head]
  const write = WRITERS[format]
  for await (const rows of looksIn(ask, selection)) {
    const lines: string[] = []
    for (const row of rows) {
      const line = write(row, facts)
      if (line === null) tally.unread++
      else lines.push(line)
    }
    tally.rows += lines.length
    yield lines
  }
}

const WRITERS: Record<Exclude<Format, 'backup'>, (row: unknown, facts: ExportFacts) => string | null> = {
  csv: csvOf,
  // As it lies in the store, whatever it is: evidence is neither read nor judged on its way out.
  jsonl: (row) => JSON.stringify(row),
  ooni(row, facts) {
    const measurement = ooniOf(row, facts)
    return measurement && JSON.stringify(measurement)
  },
}

/** OONI's readers want measurements in every line: there each one says by itself what it is. */
function headOf(format: Exclude<Format, 'backup'>, selection: Selection, facts: ExportFacts): string | null {
  if (format === 'csv') return CSV_HEAD
  return format === 'jsonl' ? JSON.stringify({ fenceline: 'looks', ...aboutOf(selection, facts) }) : null
}
