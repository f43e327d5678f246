import type { CensorRule, NetworkSpec } from './scenario.ts'

/** What a flow or question is about; any part may be unknown. */
export interface Subject {
  name?: string | null
  address?: string | null
  port?: number | null
}

/** Whether a rule's `match` bites on this subject. A name rule needs a name: `*` alone takes anything. */
export function matches(match: CensorRule['match'], subject: Subject): boolean {
  const name = subject.name?.toLowerCase() ?? null
  if (typeof match === 'object') return name?.includes(match.contains.toLowerCase()) ?? false
  const wanted = match.toLowerCase()
  if (wanted === '*') return true
  if (name !== null && wanted === name) return true
  if (wanted.startsWith('*.') && name !== null)
    return name === wanted.slice(2) || name.endsWith(wanted.slice(1))
  if (!subject.address) return false
  return wanted === subject.address || wanted === `${subject.address}:${subject.port}`
}

/** Whether a rule is in force on this network in this sweep (counted from 1). */
export function inForce(rule: CensorRule, network: NetworkSpec, sweep: number): boolean {
  if (rule.from !== undefined && sweep < rule.from) return false
  if (rule.until !== undefined && sweep > rule.until) return false
  if (!rule.at || rule.at === network.id) return true
  const operator = /^AS(\d+)$/.exec(rule.at)?.[1]
  if (operator === undefined) return false
  return network.asn === Number(operator) || network.via.includes(Number(operator))
}
