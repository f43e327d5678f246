import { type Confidence, STATUSES, type Status } from '../../core/model/status.ts'
import { TARGET_GROUPS, type TargetGroup } from '../../core/model/target.ts'
import type { StatusRow } from '../history/read.ts'
import type { Settings } from '../settings/settings.ts'
import { isIntercepted } from '../ui/words.ts'
import { enabledTargets } from '../watchlist/enabled-targets.ts'

export interface GroupView {
  group: TargetGroup
  /** The calm ones; those in trouble are listed above. */
  rows: StatusRow[]
  open: number
  total: number
}

export interface Arranged {
  trouble: StatusRow[]
  groups: GroupView[]
  /** Not tested for want of host access. */
  withoutAccess: StatusRow[]
}

/** The rows the user chose to test. */
export function chosen(rows: readonly StatusRow[], settings: Pick<Settings, 'groups'>): StatusRow[] {
  const wanted = new Set(
    enabledTargets(
      rows.map((row) => row.target),
      settings,
    ),
  )
  return rows.filter((row) => wanted.has(row.target))
}

const CALM: readonly Status[] = ['reachable', 'untested']

export function isTrouble({ latest }: StatusRow): boolean {
  return latest !== null && (!CALM.includes(latest.verdict.status) || isIntercepted(latest.verdict))
}

export function lacksAccess({ latest }: StatusRow): boolean {
  return latest?.verdict.status === 'untested' && latest.verdict.reason === 'permission'
}

/** Trouble first, the worst and surest on top; the rest by group. */
export function arrange(rows: readonly StatusRow[]): Arranged {
  const groups = TARGET_GROUPS.map((group): GroupView => {
    const own = rows.filter((row) => row.target.group === group)
    return {
      group,
      rows: own.filter((row) => !isTrouble(row)),
      open: own.filter((row) => row.latest?.verdict.status === 'reachable').length,
      total: own.length,
    }
  })
  return {
    trouble: rows.filter(isTrouble).sort(worstFirst),
    groups: groups.filter((view) => view.rows.length > 0),
    withoutAccess: rows.filter(lacksAccess),
  }
}

const STATUS_ORDER: readonly Status[] = [
  'blocked',
  'throttled',
  'reachable',
  'down',
  'inconclusive',
  'refused',
  ...STATUSES,
]
const CONFIDENCE_ORDER: readonly (Confidence | null)[] = ['confirmed', 'likely', 'suspected', null]

function worstFirst(a: StatusRow, b: StatusRow): number {
  const left = a.latest?.verdict
  const right = b.latest?.verdict
  if (!left || !right) return 0
  return (
    STATUS_ORDER.indexOf(left.status) - STATUS_ORDER.indexOf(right.status) ||
    CONFIDENCE_ORDER.indexOf(left.confidence) - CONFIDENCE_ORDER.indexOf(right.confidence) ||
    (b.latest?.since ?? 0) - (a.latest?.since ?? 0)
  )
}
