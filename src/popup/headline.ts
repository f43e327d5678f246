import type { Connectivity, Status } from '../../core/model/status.ts'
import type { Verdict } from '../../core/model/verdict.ts'
import type { StatusRow } from '../history/read.ts'
import { plural, t } from '../ui/i18n.ts'
import { isIntercepted } from '../ui/words.ts'
import { lacksAccess } from './arrange.ts'
import type { LinkLook } from './last-look.ts'

export interface Situation {
  agreed: boolean
  paused: boolean
  running: boolean
  /** The record is there, but cannot be read. */
  unread: boolean
  /** navigator.onLine is false: the one thing it can be trusted with. */
  unplugged: boolean
  intervalMinutes: number
  tick: LinkLook | null
  /** Sites inside the country are silent while those abroad answer. */
  domestic: boolean
  /** This network is new; others have results. */
  elsewhere: boolean
  rows: readonly StatusRow[]
  now: number
}

type State = Connectivity | 'domestic' | 'unagreed' | 'unread' | 'never' | 'never-here' | 'paused' | 'stale'

/** The two sentences that answer the reader before anything else: the link, then what was found. */
export interface Headline {
  state: State
  finding: string
  /** How many sites the finding is about; null for findings that count none. */
  count: number | null
  /** Smaller findings beside it, with how many sites each is about: message key and count. */
  also: readonly (readonly [string, number])[]
  /** What is found was so at the last look, not now. */
  past: boolean
  tone: Status
}

/** Later than two rounds the last look says nothing of now. */
const STALE_ROUNDS = 2
const STALE_GRACE_MS = 10 * 60_000

export function headline(situation: Situation): Headline {
  const { tick, rows, now } = situation
  if (!situation.agreed) return plain('unagreed', 'unagreed')
  if (situation.unplugged) return plain('offline', 'offline')
  if (situation.unread) return plain('unread', 'unread')
  const lookedAt = Math.max(tick?.at ?? 0, ...rows.map((row) => row.latest?.at ?? 0))
  if (lookedAt === 0) {
    if (situation.paused) return plain('paused', 'none')
    return plain(situation.elsewhere ? 'never-here' : 'never', situation.running ? 'none' : 'first')
  }
  if (situation.paused) return { ...finding('paused', rows), past: true }
  const patience = STALE_ROUNDS * situation.intervalMinutes * 60_000 + STALE_GRACE_MS
  if (now - lookedAt > patience) return { ...finding('stale', rows), past: true }
  switch (tick?.connectivity) {
    case 'offline':
      return plain('offline', 'offline')
    case 'portal':
      return plain('portal', 'portal')
    case 'national-only':
      return { ...plain('national-only', 'national'), tone: 'blocked' }
    case 'degraded':
      return finding('degraded', rows)
    default:
      return finding(situation.domestic ? 'domestic' : 'online', rows)
  }
}

const REST: readonly Status[] = ['down', 'inconclusive', 'refused']

function finding(state: State, rows: readonly StatusRow[]): Headline {
  const verdicts = rows.flatMap(({ latest }) => (latest ? [latest.verdict] : []))
  const counted = (test: (verdict: Verdict) => boolean) => verdicts.filter(test).length
  const having = (status: Status) => counted((verdict) => verdict.status === status)
  const found = (name: string, count: number, tone: Status, also: Headline['also'] = []): Headline => ({
    state,
    finding: name,
    count,
    also: also.filter(([, sites]) => sites > 0),
    past: false,
    tone,
  })
  const surely = counted(({ status, confidence }) => status === 'blocked' && confidence !== 'suspected')
  const perhaps = having('blocked') - surely
  const slowed = having('throttled')
  const intercepted = counted(isIntercepted)
  const restricted = ['also_restricted', slowed + intercepted] as const
  if (surely > 0) return found('blocked', surely, 'blocked', [['also_suspected', perhaps], restricted])
  if (perhaps > 0) return found('suspected', perhaps, 'blocked', [restricted])
  if (slowed > 0) return found('throttled', slowed, 'throttled', [['also_intercepted', intercepted]])
  if (intercepted > 0) return found('intercepted', intercepted, 'blocked')
  for (const status of REST) if (having(status) > 0) return found(status, having(status), status)
  if (having('reachable') > 0) return found('open', having('reachable'), 'reachable')
  return rows.some(lacksAccess) ? { ...plain(state, 'access'), tone: 'throttled' } : plain(state, 'none')
}

function plain(state: State, name: string): Headline {
  return { state, finding: name, count: null, also: [], past: false, tone: 'untested' }
}

const STATE_KEYS: Record<State, string> = {
  online: 'say_online',
  domestic: 'say_domestic',
  degraded: 'say_degraded',
  portal: 'say_portal',
  'national-only': 'say_national',
  offline: 'say_offline',
  unagreed: 'say_unagreed',
  unread: 'say_unread',
  never: 'say_never',
  'never-here': 'say_never_here',
  paused: 'say_paused',
  stale: 'say_stale',
}

/**
 * The finding belongs in the headline when it counts sites, the lesser ones beside it in smaller type; otherwise it
 * explains the state, in smaller type as well.
 */
export function headlineText({ state, finding: name, count, also, past }: Headline): {
  say: string
  why: string | null
} {
  const first = t(STATE_KEYS[state])
  if (count === null) return { say: first, why: t(`found_${name}`) }
  const found = plural(`found_${name}`, count)
  const more = also.map(([key, sites]) => plural(key, sites)).join(' ')
  return { say: `${first} ${past ? t('found_then', found) : found}`, why: more || null }
}
