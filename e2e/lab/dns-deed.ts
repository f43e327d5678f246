import { inForce, matches } from './match.ts'
import type { CensorRule, NetworkSpec } from './scenario.ts'
import type { Resolution } from './zone.ts'

/** What a resolver does with a question: null answer is silence; `forged` comes first where it was injected. */
export interface DnsDeed {
  answer: Resolution | null
  forged: Resolution | null
  rule: string
}

/** Applies the first `dns` (or `doh`) rule that bites on the name. */
export function censorAnswer(
  on: 'dns' | 'doh',
  name: string,
  truth: Resolution,
  rules: readonly CensorRule[],
  network: NetworkSpec,
  sweep: number,
): DnsDeed {
  for (const rule of rules) {
    if (!matches(rule.match, { name }) || !inForce(rule, network, sweep)) continue
    if (on === 'dns' && rule.on === 'relay') {
      return { answer: { rcode: 'NOERROR', addresses: [rule.relayAt] }, forged: null, rule: 'relay' }
    }
    if (rule.on !== on || rule.do === 'drop' || rule.do === 'reset') continue
    const forged = deed(rule)
    if (rule.inject) return { answer: truth, forged, rule: `${on} inject ${rule.do}` }
    return { answer: forged, forged: null, rule: `${on} ${rule.do}` }
  }
  return { answer: truth, forged: null, rule: '' }
}

function deed(rule: CensorRule): Resolution | null {
  switch (rule.do) {
    case 'nxdomain':
      return { rcode: 'NXDOMAIN', addresses: [] }
    case 'servfail':
      return { rcode: 'SERVFAIL', addresses: [] }
    case 'refused':
      return { rcode: 'REFUSED', addresses: [] }
    case 'no-answer':
      return { rcode: 'NOERROR', addresses: [] }
    case 'answer':
      return { rcode: 'NOERROR', addresses: 'answer' in rule ? (rule.answer ?? []) : [] }
    default:
      return null
  }
}
