import type { Confidence, Mechanism, UntestedReason, Warning } from '../model/status.ts'
import type { Verdict } from '../model/verdict.ts'
import type { Facts } from './facts/facts.ts'
import { refusedOutside } from './facts/outside.ts'

/** What a rule says; the rest of the verdict is filled in with nothing. `support` names the rules that helped. */
export type Saying = Pick<Verdict, 'status'> &
  Partial<Pick<Verdict, 'mechanism' | 'confidence' | 'reason' | 'scope' | 'hop'>> & {
    warnings?: readonly Warning[]
    support?: readonly string[]
  }

/**
 * One line of the table. Rules are tried in order and the first whose `when` holds decides, so each may lean on
 * everything above it having been ruled out. `source` says where the knowledge comes from.
 */
export interface Rule {
  id: string
  when: (f: Facts) => boolean
  say: (f: Facts) => Saying
  source: string
}

export const reachable = (): Saying => ({ status: 'reachable' })
export const down = (): Saying => ({ status: 'down' })
export const inconclusive = (...warnings: Warning[]): Saying => ({ status: 'inconclusive', warnings })
export const untested = (reason: UntestedReason): Saying => ({ status: 'untested', reason })

/** The site is up as somebody outside sees it. */
export const outsideUp = (f: Facts): boolean => f.control?.up === true

/** Whether the site turns others away as well takes somebody else to tell. */
export function refused(f: Facts): Saying {
  const { control } = f
  if (!control || control.status === null) return { status: 'refused', scope: 'unknown' }
  if (refusedOutside(control))
    return { status: 'refused', scope: 'everyone', support: ['outside.refused-too'] }
  if (control.status < 400) return { status: 'refused', scope: 'here', support: ['confidence.outside-up'] }
  return { status: 'refused', scope: 'unknown' }
}

export interface Grade {
  /** The layer is told apart from the others. */
  isolated: boolean
  /** Somebody else says that the site is up. */
  up: boolean
  /** Never more than this, whatever else holds. */
  most?: Confidence
}

/** A block, with as much confidence as the ladder of the design allows. */
export function blocked(f: Facts, mechanism: Mechanism, grade: Grade): Saying {
  const ladder = [
    ...(f.repeated ? ['confidence.repeated'] : []),
    ...(f.link === 'online' ? ['confidence.references-answer'] : []),
    ...(grade.up ? ['confidence.site-up'] : []),
    ...(grade.isolated ? ['confidence.layer-isolated'] : []),
  ]
  const likely = ladder.length === 4 && grade.most !== 'suspected'
  const support = outsideUp(f) ? [...ladder, 'confidence.outside-up'] : ladder
  return { status: 'blocked', mechanism, confidence: likely ? 'likely' : 'suspected', hop: f.hop, support }
}

/** A block of which the layer cannot be told: never more than suspected. */
export const blockedSomehow = (f: Facts): Saying =>
  blocked(f, 'unknown', { isolated: false, up: f.doh.state === 'exists' || outsideUp(f) })
