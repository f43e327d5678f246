import type { Verdict } from '../../core/model/verdict.ts'
import type { StatusRow } from '../history/read.ts'
import type { SweepProgress } from '../messages/messages.ts'

/** A site whose diagnosis goes on, with what can be said so far. */
export interface EarlyRow {
  row: StatusRow
  verdict: Verdict
}

/** The sites still looked into, in the order of the list. A sweep that has ended has nothing preliminary left. */
export function earlyRows(rows: readonly StatusRow[], progress: SweepProgress | null): EarlyRow[] {
  if (!progress?.running) return []
  return rows.flatMap((row) => {
    const word = progress.early[row.target.id]
    return word ? [{ row, verdict: { ...UNSAID, ...word } }] : []
  })
}

/** What a first word leaves open. */
const UNSAID = { reason: null, scope: null, warnings: [], rules: [], hop: null, engine: 0 }
