import { STATUSES } from '../../core/model/status.ts'
import type { TableRow } from './row.ts'

/** "18 reachable, 3 blocked, 1 untested": trouble included, nothing left out. */
export function summarise(rows: readonly TableRow[]): string {
  const counts = STATUSES.map(
    (status) => [status, rows.filter(({ verdict }) => verdict?.status === status).length] as const,
  )
  const open = rows.filter(({ verdict }) => verdict === null).length
  const said = counts.filter(([, count]) => count > 0).map(([status, count]) => `${count} ${status}`)
  if (open) said.push(`${open} not looked at`)
  return said.length ? said.join(', ') : 'nothing to look at'
}
