import { isAddress } from '../../net/address.ts'
import { isChallenge } from '../facts/challenge.ts'
import type { Facts } from '../facts/facts.ts'
import { isSlow } from '../facts/pace.ts'
import type { PlanInput } from '../plan.ts'
import type { Look } from './look.ts'

/** Where the diagnosis stands. */
export interface Situation {
  f: Facts
  input: PlanInput
  /** The first look has ended; before that, `f` takes it for a time-out. */
  over: boolean
  isSeen: (look: Look) => boolean
  isPending: (look: Look) => boolean
}

/** The site itself says no, or that it is broken: to whom else, only somebody outside knows. */
export const saysNo = ({ f }: Situation): boolean => {
  const response = f.answer?.response
  if (!response) return false
  return [403, 429, 451].includes(response.status) || response.status >= 500 || isChallenge(response)
}
export const underForeignRoot = ({ f }: Situation) => f.answer?.response.security?.builtInRoot === false
/**
 * A connection was made, and no name looked up for it: it was known already, or a proxy does that. Firefox shows no
 * connection at all through a proxy, as if it had been open already (seen in the lab).
 */
export const neverLookedUp = ({ f }: Situation): boolean => {
  if (f.answer === null || isAddress(f.host)) return false
  if (f.answer.response.reused) return f.browser === 'firefox'
  const { dns, connect } = f.answer.page.timing
  return dns === null && connect !== null
}
/** Over another name's connection: it says nothing of this name. */
export const onOldConnection = ({ f }: Situation) => f.answer !== null && !f.answer.fresh
/** Kept open since an earlier look: DNS, TCP and TLS were met then, and may be shut by now. */
export const onKeptConnection = ({ f }: Situation) =>
  f.answer?.response.reused === true &&
  !f.answer.response.fromCache &&
  !f.ownConnectionAnswered &&
  URL.canParse(f.subject)
export const slowHandshake = ({ f }: Situation) => f.answer !== null && f.pace.handshakes
export const slow = ({ f }: Situation) => f.answer !== null && isSlow(f.pace)
export const stalled = ({ f }: Situation) => f.trouble?.code === 'http.response.stalled'
