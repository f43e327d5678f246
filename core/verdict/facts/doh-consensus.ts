import type { DohObservation } from '../../model/observation.ts'
import { isBogon, normaliseAddress } from '../../net/address.ts'
import type { ControlView } from './control.ts'

export interface DohConsensus {
  /**
   * What the resolvers agree on. 'bogon': the name exists but leads nowhere public, for everybody.
   * 'unreachable': asked, none answered. 'unasked': nobody was asked.
   */
  state: 'exists' | 'bogon' | 'nxdomain' | 'servfail' | 'empty' | 'disagree' | 'unreachable' | 'unasked'
  /** Public addresses any resolver gave, normalised. */
  addresses: readonly string[]
  /** How many resolvers gave a public address. */
  agreeing: number
  /** No encrypted resolver was heard, so this is what the resolver of somebody outside says. */
  fromOutside: boolean
}

type Answer = 'exists' | 'bogon' | 'nxdomain' | 'servfail' | 'empty'

/** One resolver's word, its A and AAAA answers taken together; null when it was not reached. */
function answerOf(looks: readonly DohObservation[]): Answer | null {
  const reached = looks.filter((l) => l.failure === null && l.rcode !== null)
  if (reached.length === 0) return null
  const addresses = reached.flatMap((l) => l.addresses)
  if (addresses.some((a) => !isBogon(a))) return 'exists'
  if (addresses.length > 0) return 'bogon'
  if (reached.some((l) => l.rcode === 'NXDOMAIN')) return 'nxdomain'
  return reached.some((l) => l.rcode === 'NOERROR') ? 'empty' : 'servfail'
}

/**
 * What the encrypted resolvers say of a name. A resolver that filters (the user's own may) says NXDOMAIN where
 * others have an address, so the majority counts and a tie is 'disagree'.
 */
export function dohConsensus(observations: readonly DohObservation[], name: string): DohConsensus {
  const mine = observations.filter((o) => o.name.toLowerCase() === name)
  const resolvers = [...new Set(mine.map((o) => o.resolver))]
  const answers = resolvers
    .map((resolver) => answerOf(mine.filter((o) => o.resolver === resolver)))
    .filter((a) => a !== null)
  const given = mine.flatMap((o) => (o.failure ? [] : o.addresses))
  const addresses = [...new Set(given.filter((a) => !isBogon(a)).map(normaliseAddress))]
  const count = (answer: Answer) => answers.filter((a) => a === answer).length
  const agreeing = count('exists')
  const base = { addresses, agreeing, fromOutside: false }
  if (mine.length === 0) return { ...base, state: 'unasked' }
  if (answers.length === 0) return { ...base, state: 'unreachable' }
  const ranked = [...new Set(answers)].sort((a, b) => count(b) - count(a))
  const [first, second] = ranked
  if (first === undefined) return { ...base, state: 'unreachable' }
  const tie = second !== undefined && count(second) === count(first)
  return { ...base, state: tie ? 'disagree' : first }
}

/**
 * Where no encrypted resolver was heard, whoever looks from outside has resolved the name too: one voice, but a second
 * one. That a name is gone, only a recent look can say.
 */
export function orOutside(doh: DohConsensus, control: ControlView | null): DohConsensus {
  if (doh.state !== 'unasked' && doh.state !== 'unreachable') return doh
  if (control === null || control.dns === 'unknown') return doh
  if (control.dns === 'exists') {
    const addresses = control.addresses.filter((address) => !isBogon(address))
    return { state: 'exists', addresses, agreeing: 0, fromOutside: true }
  }
  if (!control.recent) return doh
  const state = control.dns === 'no-such-name' ? 'nxdomain' : control.dns === 'no-address' ? 'empty' : 'bogon'
  return { state, addresses: [], agreeing: 0, fromOutside: true }
}
