import { links, PORTAL, RESOLVER_ADDRESS } from './link-addresses.ts'
import { lossySet } from './lossy-flows.ts'
import { inForce, matches } from './match.ts'
import { addressesOf, type Plan, type PlannedSite } from './plan.ts'
import { aliases, deadAddresses, NOWHERE, openPorts } from './ports.ts'
import type { CensorRule } from './scenario.ts'

const replace = (body: string) => `table ip lab {}\ndelete table ip lab\ntable ip lab {\n${body}\n}\n`
const braces = (elements: readonly string[]) =>
  elements.length ? `elements = { ${elements.join(', ')} }` : ''

/** The outside: ports that no site opened refuse, dead sites are silent. */
export function outsideFirewall(plan: Plan): string {
  const open = openPorts(plan.sites).map(({ address, port }) => `${address} . ${port}`)
  return replace(`
  set open { type ipv4_addr . inet_service; ${braces(open)}
  }
  set dead { type ipv4_addr; ${braces(deadAddresses(plan.sites))}
  }
  chain input { type filter hook input priority filter; policy accept;
    ct state established,related accept
    ip daddr @dead drop
    ip daddr . tcp dport @open accept
    meta l4proto tcp reject with tcp reset
  }`)
}

/** One access network: what its operator drops, refuses or hands to the middlebox. */
export function networkFirewall(plan: Plan, index: number): string {
  const table = aliases(plan.sites, relayAddresses(plan.rules))
  const live = openPorts(plan.sites).map(
    ({ address, port }) => `${address} . ${port} : ${table.get(address)}`,
  )
  for (const address of relayAddresses(plan.rules)) {
    for (const port of [80, 443]) live.push(`${address} . ${port} : ${table.get(address)}`)
  }
  const lossy = plan.rules.flatMap((rule, number) =>
    rule.on === 'sni' && rule.do === 'lossy' ? [{ set: lossySet(number), some: share(rule.pct ?? 0) }] : [],
  )
  return replace(`
  map live { type ipv4_addr . inet_service : ipv4_addr; ${braces(live)}
  }
${lossy.map(({ set }) => `  set ${set} { type ipv4_addr . inet_service;\n  }`).join('\n')}
  chain censor { type filter hook prerouting priority mangle; policy accept;
    iifname "user" goto upstream
  }
  chain upstream {
${lossy.map(({ set, some }) => `    ip saddr . tcp sport @${set} ${some} drop`).join('\n')}
${censorLines(plan, index).join('\n')}
  }
  chain downstream { type filter hook postrouting priority mangle; policy accept;
${lossy.map(({ set, some }) => `    oifname "user" ip daddr . tcp dport @${set} ${some} drop`).join('\n')}
${lossLines(plan, index, 'oifname "user" ').join('\n')}
  }
  chain handover { type nat hook prerouting priority dstnat; policy accept;
    ${plan.portalUp ? `iifname "user" tcp dport 80 dnat to ${NOWHERE}` : ''}
    iifname "user" meta l4proto tcp dnat to ip daddr . tcp dport map @live
  }`)
}

export function relayAddresses(rules: readonly CensorRule[]): string[] {
  return [...new Set(rules.flatMap((rule) => (rule.on === 'relay' ? [rule.relayAt] : [])))]
}

function lossLines(plan: Plan, index: number, prefix: string): string[] {
  const shares = [plan.local.lossPct]
  for (const rule of rulesHere(plan, index)) if (rule.on === 'all') shares.push(rule.lossPct)
  return shares.filter((pct) => pct > 0).map((pct) => `    ${prefix}${share(pct)} drop`)
}

/** Picks that share of the packets. */
function share(pct: number): string {
  return pct >= 100 ? '' : `numgen random mod 1000 < ${Math.round(pct * 10)}`
}

function rulesHere(plan: Plan, index: number): CensorRule[] {
  const network = plan.networks[index]
  return network ? plan.rules.filter((rule) => inForce(rule, network, plan.sweep)) : []
}

function censorLines(plan: Plan, index: number): string[] {
  const lines = lossLines(plan, index, '')
  const operator = [RESOLVER_ADDRESS, PORTAL.address, links(index).gateway]
  const own = `ip daddr != { ${operator.join(', ')} }`
  const resolvers = plan.sites.filter((site) => site.doh !== null)
  if (plan.local.doh !== 'ok') lines.push(...targets('*', resolvers).map((target) => `    ${target} drop`))
  if (plan.portalUp) lines.push(`    ${own} tcp dport != 80 drop`, `    ${own} meta l4proto != tcp drop`)
  const cc = plan.networks[index]?.cc
  for (const rule of rulesHere(plan, index)) {
    if (rule.on === 'foreign') {
      const inland = plan.sites.filter((site) => site.cc !== '' && site.cc === cc).flatMap(addressesOf)
      lines.push(`    ip daddr != { ${[...operator, ...new Set(inland)].join(', ')} } drop`)
    } else if (rule.on === 'ip' || rule.on === 'doh') {
      const action = ACTIONS[rule.do]
      if (!action) continue
      const hit = targets(rule.match, rule.on === 'doh' ? resolvers : plan.sites)
      const all = rule.on === 'ip' && rule.match === '*' ? [own] : hit
      lines.push(...all.map((target) => `    ${target} ${action}`))
    }
  }
  return lines
}

const ACTIONS: Partial<Record<CensorRule['do'], string>> = {
  drop: 'drop',
  reset: 'meta l4proto tcp reject with tcp reset',
  reject: 'reject with icmp admin-prohibited',
}

/** The packets a rule's `match` names: by address, or by the addresses of the sites it names. */
function targets(match: CensorRule['match'], sites: readonly PlannedSite[]): string[] {
  if (typeof match === 'string') {
    const literal = /^(\d+\.\d+\.\d+\.\d+)(?::(\d+))?$/.exec(match)
    if (literal) return [`ip daddr ${literal[1]}${literal[2] ? ` tcp dport ${literal[2]}` : ''}`]
  }
  const hit = sites.filter((site) => matches(match, { name: site.host })).flatMap(addressesOf)
  return [...new Set(hit)].map((address) => `ip daddr ${address}`)
}
