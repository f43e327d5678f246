import type { Warning } from '../../core/model/status.ts'
import type { StatusRow } from '../history/read.ts'

/** What holds for this browser or its line, whichever site was asked: it is said once, not at every site. */
const SHARED: readonly Warning[] = ['via-proxy', 'local-inspection', 'doh-hides-operator-dns']

/** Those that at least half of the tested sites carry, in this order. */
export function sharedWarnings(rows: readonly StatusRow[]): Warning[] {
  const tested = rows.flatMap(({ latest }) =>
    latest && latest.verdict.status !== 'untested' ? [latest.verdict.warnings] : [],
  )
  const share = (warning: Warning) => tested.filter((warnings) => warnings.includes(warning)).length
  return SHARED.filter((warning) => tested.length > 0 && 2 * share(warning) >= tested.length)
}
