import type { Mechanism } from '../../core/model/status.ts'
import type { Verdict } from '../../core/model/verdict.ts'
import { isJudged, type JudgedStatus } from '../../core/verdict/series.ts'
import type { StatusRow } from '../history/read.ts'
import type { Latest } from '../history/records.ts'

/** What one network's last look at a site found. `intercepted`: it opened, under a foreign certificate. */
export type Finding = 'open' | 'intercepted' | Exclude<JudgedStatus, 'reachable'>

export interface Side {
  /** null when nothing was found out there: never looked, or the looks say nothing. */
  finding: Finding | null
  mechanism: Mechanism | null
  /** The look that found it, or the last one that found nothing; null when there is none. */
  at: number | null
  /** As told, while the finding is the last look's own; null when it comes from an earlier one. */
  verdict: Verdict | null
}

/**
 * What two networks' looks say together:
 *
 *   only-a, only-b     blocked, slowed or intercepted on that one, open on the other
 *   two-ways           blocked or slowed on both, but not in the same way
 *   refused-a, -b      the site itself says no there, and opens on the other
 *   unlike             fails on both, differently; or down on one alone
 *   same               the same on both
 *   untold             at least one of them found nothing out
 */
export type Relation =
  | 'only-a'
  | 'only-b'
  | 'two-ways'
  | 'refused-a'
  | 'refused-b'
  | 'unlike'
  | 'same'
  | 'untold'

export interface Compared {
  targetId: string
  url: string
  a: Side
  b: Side
  relation: Relation
  /** The trouble there is was seen once, or its layer is open: nothing may be built on it yet. */
  suspected: boolean
  /** Names are filtered close to the user there: the operator need not be behind it. */
  nearby: boolean
  /** The looks are so far apart that the site may have changed between them. */
  apart: boolean
}

export interface Comparison {
  differ: Compared[]
  same: Compared[]
  untold: Compared[]
  /** Some of what is compared is older than a day. */
  old: boolean
}

const APART_MS = 2 * 3_600_000
const OLD_MS = 24 * 3_600_000

const ORDER: readonly Relation[] = [
  'only-a',
  'only-b',
  'two-ways',
  'unlike',
  'refused-a',
  'refused-b',
  'same',
  'untold',
]

/** The rows of one list as two networks see it. Sites that neither ever looked at are left out. */
export function compare(a: readonly StatusRow[], b: readonly StatusRow[], now: number): Comparison {
  const onB = new Map(b.map(({ target, latest }) => [target.id, latest]))
  const rows = a
    .map(({ target, latest }) => pair(target.id, target.url, latest, onB.get(target.id) ?? null))
    .filter((row) => row.a.at !== null || row.b.at !== null)
    .sort((one, other) => rank(one) - rank(other) || (one.url < other.url ? -1 : 1))
  const told = rows.filter(({ relation }) => relation !== 'untold')
  const oldest = Math.min(...told.flatMap((row) => [row.a.at ?? now, row.b.at ?? now]))
  return {
    differ: told.filter(({ relation }) => relation !== 'same'),
    same: told.filter(({ relation }) => relation === 'same'),
    untold: rows.filter(({ relation }) => relation === 'untold'),
    old: now - oldest > OLD_MS,
  }
}

/** Within `same`, what is in trouble on both comes before what opens on both. */
function rank({ relation, a }: Compared): number {
  return ORDER.indexOf(relation) * 2 + (relation === 'same' && a.finding === 'open' ? 1 : 0)
}

function pair(targetId: string, url: string, first: Latest | null, second: Latest | null): Compared {
  const a = sideOf(first)
  const b = sideOf(second)
  const troubled = [a, b].filter(({ finding }) => finding !== null && finding !== 'open')
  return {
    targetId,
    url,
    a,
    b,
    relation: relationOf(a, b),
    suspected: troubled.some(({ verdict }) => verdict?.confidence === 'suspected'),
    nearby: troubled.some(({ verdict }) => verdict?.warnings.includes('home-dns-filter')),
    apart: a.at !== null && b.at !== null && Math.abs(a.at - b.at) > APART_MS,
  }
}

/** A look that says nothing of the site leaves what was last found there, with the time it was found. */
function sideOf(latest: Latest | null): Side {
  if (!latest) return { finding: null, mechanism: null, at: null, verdict: null }
  const { verdict, standing, at } = latest
  if (isJudged(verdict.status)) {
    const intercepted = verdict.status === 'reachable' && verdict.warnings.includes('tls-interception')
    const finding = intercepted ? 'intercepted' : findingOf(verdict.status)
    return { finding, mechanism: verdict.mechanism, at, verdict }
  }
  if (!standing) return { finding: null, mechanism: null, at, verdict }
  return {
    finding: findingOf(standing.status),
    mechanism: standing.mechanism,
    at: standing.at,
    verdict: null,
  }
}

const findingOf = (status: JudgedStatus): Finding => (status === 'reachable' ? 'open' : status)

const isRestricted = (finding: Finding): boolean =>
  finding === 'blocked' || finding === 'throttled' || finding === 'intercepted'

function relationOf(
  { finding: a, mechanism: way }: Side,
  { finding: b, mechanism: otherWay }: Side,
): Relation {
  if (a === null || b === null) return 'untold'
  if (a === 'blocked' && b === 'blocked') {
    // Where one could not tell at which step, they may well be the same.
    const unlike = way !== otherWay && way !== 'unknown' && otherWay !== 'unknown'
    return unlike ? 'two-ways' : 'same'
  }
  if (a === b) return 'same'
  if (isRestricted(a) && isRestricted(b)) return 'two-ways'
  if (isRestricted(a) && b === 'open') return 'only-a'
  if (isRestricted(b) && a === 'open') return 'only-b'
  if (a === 'refused' && b === 'open') return 'refused-a'
  if (b === 'refused' && a === 'open') return 'refused-b'
  return 'unlike'
}
