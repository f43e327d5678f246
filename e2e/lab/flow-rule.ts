import { inForce, matches, type Subject } from './match.ts'
import type { Plan } from './plan.ts'
import type { CensorRule } from './scenario.ts'

export type SniRule = Extract<CensorRule, { on: 'sni' }>
export type HostRule = Extract<CensorRule, { on: 'host' }>
export type IpRule = Extract<CensorRule, { on: 'ip' }>

function firstOf<R extends CensorRule>(
  plan: Plan,
  index: number,
  subject: Subject,
  is: (rule: CensorRule) => rule is R,
): R | null {
  const network = plan.networks[index]
  if (!network) return null
  return (
    plan.rules
      .filter(is)
      .find((rule) => matches(rule.match, subject) && inForce(rule, network, plan.sweep)) ?? null
  )
}

/** The first rule that bites on this TLS flow's name. `*` needs a name to see; an address needs none. */
export function sniRule(plan: Plan, index: number, subject: Subject): SniRule | null {
  const is = (rule: CensorRule): rule is SniRule =>
    rule.on === 'sni' && (rule.match !== '*' || Boolean(subject.name))
  return firstOf(plan, index, subject, is)
}

/** The first rule that bites on this plain request's Host. */
export function hostRule(plan: Plan, index: number, subject: Subject): HostRule | null {
  return firstOf(plan, index, subject, (rule): rule is HostRule => rule.on === 'host')
}

/** A rate limit on the address, whatever name the flow carries. */
export function addressThrottle(plan: Plan, index: number, subject: Subject): IpRule | null {
  return firstOf(plan, index, subject, (rule): rule is IpRule => rule.on === 'ip' && rule.do === 'throttle')
}
