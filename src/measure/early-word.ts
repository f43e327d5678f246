import type { Verdict } from '../../core/model/verdict.ts'
import type { Look } from '../../core/verdict/plan.ts'

/**
 * Looks that turn an accusation into an all-clear as a matter of course: our own link, what the name leads to elsewhere,
 * and the very same request once more. They end within seconds, so an accusation can wait for them.
 */
const mayAcquit = (look: Look): boolean =>
  look.kind === 'references' ||
  look.kind === 'doh' ||
  look.kind === 'system-dns' ||
  (look.kind === 'page' && (look.role === 'repeat' || look.role === 'over-https'))

const ACCUSATIONS: readonly Verdict['status'][] = ['blocked', 'throttled', 'down']
const UNTOLD: readonly Verdict['status'][] = ['untested', 'inconclusive']

/** Whether a verdict on what is known so far may be shown while these looks are still under way. */
export function maySayEarly(verdict: Verdict, pending: readonly Look[]): boolean {
  if (UNTOLD.includes(verdict.status)) return false
  return !ACCUSATIONS.includes(verdict.status) || !pending.some(mayAcquit)
}

/** Whether the two would read differently to somebody who waits for the end. */
export function readsTheSame(a: Verdict, b: Verdict): boolean {
  return a.status === b.status && a.mechanism === b.mechanism && a.confidence === b.confidence
}
