import { AS_SEEN, type ExportFacts, utc } from './facts.ts'
import type { Selection } from './selection.ts'

/** Counted while the lines are made. */
export interface Tally {
  rows: number
  /** Rows of the store that this build cannot read; they are left out of the file and stay in the store. */
  unread: number
}

/** What every file or its manifest says of itself. */
export function aboutOf(selection: Selection, facts: ExportFacts) {
  return {
    format: 1,
    note: AS_SEEN,
    extension: facts.extension,
    rulesVersion: facts.engine,
    historySchema: facts.schema,
    browser: facts.browser,
    timeZone: 'UTC',
    madeAt: utc(facts.madeAt),
    from: selection.from === null ? null : utc(selection.from),
    to: selection.to === null ? null : utc(selection.to),
    targets: selection.targetIds,
    networks: selection.networkIds,
  }
}
