import { isIPv6 } from 'node:net'
import { links, PORTAL, RESOLVER_ADDRESS } from './link-addresses.ts'
import { lossySet } from './lossy-flows.ts'
import { inForce, matches } from './match.ts'
import { addressesOf, type Plan, type PlannedSite } from './plan.ts'
import { aliases, deadAddresses, NOWHERE, openPorts } from './ports.ts'
import type { CensorRule } from './scenario.ts'

/** The kernel keeps a table for each family; what the lab does in them is the same. */
interface Family {
  table: 'ip' | 'ip6'
  type: 'ipv4_addr' | 'ipv6_addr'
  reject: string
  has(address: string): boolean
}
const FAMILIES: readonly Family[] = [
  {
    table: 'ip',
    type: 'ipv4_addr',
    reject: 'reject with icmp admin-prohibited',
    has: (address) => !isIPv6(address),
  },
  { table: 'ip6', type: 'ipv6_addr', reject: 'reject with icmpv6 admin-prohibited', has: isIPv6 },
]
/** Without its neighbours' link addresses IPv6 sends nothing at all, censored or not. */
const NEIGHBOURS = 'icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } accept'

const inEach = (body: (family: Family) => string) =>
  FAMILIES.map(
    (family) =>
      `table ${family.table} lab {}\ndelete table ${family.table} lab\ntable ${family.table} lab {\n${body(family)}\n}\n`,
  ).join('')
const braces = (elements: readonly string[]) =>
  elements.length ? `elements = { ${elements.join(', ')} }` : ''

/** The outside: ports that no site opened refuse, dead sites are silent. */
export function outsideFirewall(plan: Plan): string {
  return inEach((family) => {
    const open = openPorts(plan.sites).filter(({ address }) => family.has(address))
    const ports = open.map(({ address, port }) => `${address} . ${port}`)
    return `
  set open { type ${family.type} . inet_service; ${braces(ports)}
  }
  set dead { type ${family.type}; ${braces(deadAddresses(plan.sites).filter(family.has))}
  }
  chain input { type filter hook input priority filter; policy accept;
    ct state established,related accept
    ${family.table} daddr @dead drop
    ${family.table} daddr . tcp dport @open accept
    meta l4proto tcp reject with tcp reset
  }`
  })
}

/** One access network: what its operator drops, refuses or hands to the middlebox. */
export function networkFirewall(plan: Plan, index: number): string {
  const table = aliases(plan.sites, relayAddresses(plan.rules))
  const ports = openPorts(plan.sites)
  for (const address of relayAddresses(plan.rules)) ports.push({ address, port: 80 }, { address, port: 443 })
  const lossy = plan.rules.flatMap((rule, number) =>
    rule.on === 'sni' && rule.do === 'lossy' ? [{ set: lossySet(number), some: share(rule.pct ?? 0) }] : [],
  )
  return inEach((family) => {
    const { table: ip, type, has } = family
    const live = ports.flatMap(({ address, port }) =>
      has(address) ? [`${address} . ${port} : ${table.get(address)}`] : [],
    )
    const neighbours = ip === 'ip6' ? NEIGHBOURS : ''
    return `
  map live { type ${type} . inet_service : ${type}; ${braces(live)}
  }
${lossy.map(({ set }) => `  set ${set} { type ${type} . inet_service;\n  }`).join('\n')}
  chain censor { type filter hook prerouting priority mangle; policy accept;
    iifname "user" goto upstream
  }
  chain upstream {
    ${neighbours}
${lossy.map(({ set, some }) => `    ${ip} saddr . tcp sport @${set} ${some} drop`).join('\n')}
${censorLines(plan, index, family).join('\n')}
  }
  chain downstream { type filter hook postrouting priority mangle; policy accept;
    ${neighbours}
${lossy.map(({ set, some }) => `    oifname "user" ${ip} daddr . tcp dport @${set} ${some} drop`).join('\n')}
${lossLines(plan, index, 'oifname "user" ').join('\n')}
  }
  chain handover { type nat hook prerouting priority dstnat; policy accept;
    ${plan.portalUp && ip === 'ip' ? `iifname "user" tcp dport 80 dnat to ${NOWHERE}` : ''}
    iifname "user" meta l4proto tcp dnat to ${ip} daddr . tcp dport map @live
  }`
  })
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

function censorLines(plan: Plan, index: number, family: Family): string[] {
  const { table: ip, has } = family
  const lines = lossLines(plan, index, '')
  // An IPv6 that is there and leads nowhere: packets leave and nothing comes back.
  if (ip === 'ip6' && plan.local.ipv6 === 'broken') lines.push('    drop')
  const { gateway, six } = links(index)
  const operator = [RESOLVER_ADDRESS, PORTAL.address, gateway, six.gateway].filter(has)
  const own = `${ip} daddr != { ${operator.join(', ')} }`
  const resolvers = plan.sites.filter((site) => site.doh !== null)
  const helpers = plan.sites.filter((site) => site.control)
  const at = (match: CensorRule['match'], sites: readonly PlannedSite[]) => targets(match, sites, family)
  if (plan.local.doh === 'unreachable') lines.push(...at('*', resolvers).map((one) => `    ${one} drop`))
  // There is no resolver to ask, and one knows at once.
  if (plan.local.doh === 'none') {
    lines.push(...at('*', resolvers).map((one) => `    ${one} ${ACTIONS.reset}`))
  }
  if (plan.local.control === 'unreachable') lines.push(...at('*', helpers).map((one) => `    ${one} drop`))
  if (plan.portalUp) lines.push(`    ${own} tcp dport != 80 drop`, `    ${own} meta l4proto != tcp drop`)
  if (plan.portalUp && ip === 'ip6') lines.push(`    ${own} drop`)
  const cc = plan.networks[index]?.cc
  for (const rule of rulesHere(plan, index)) {
    if (rule.on === 'foreign') {
      const inland = plan.sites.filter((site) => site.cc !== '' && site.cc === cc).flatMap(addressesOf)
      const spared = [...operator, ...new Set(inland.filter(has))]
      lines.push(`    ${ip} daddr != { ${spared.join(', ')} } drop`)
    } else if (rule.on === 'ip' || rule.on === 'doh') {
      const action = rule.do === 'reject' ? family.reject : ACTIONS[rule.do]
      if (!action) continue
      const hit = at(rule.match, rule.on === 'doh' ? resolvers : plan.sites)
      const all = rule.on === 'ip' && rule.match === '*' ? [own] : hit
      lines.push(...all.map((target) => `    ${target} ${action}`))
    }
  }
  return lines
}

const ACTIONS: Partial<Record<CensorRule['do'], string>> = {
  drop: 'drop',
  reset: 'meta l4proto tcp reject with tcp reset',
}

/** The packets a rule's `match` names: by address, or by the addresses of the sites it names. */
function targets(match: CensorRule['match'], sites: readonly PlannedSite[], family: Family): string[] {
  const { table: ip, has } = family
  if (typeof match === 'string') {
    const literal = /^\[?([\d.]+|[\da-f]*:[\da-f:.]+?)(?:\]?:(\d+))?\]?$/i.exec(match)
    const [, address = '', port] = (isIPv6(match) ? [match, match] : literal) ?? []
    if (/^[\d.]+$|:/.test(address)) {
      return has(address) ? [`${ip} daddr ${address}${port ? ` tcp dport ${port}` : ''}`] : []
    }
  }
  const hit = sites.filter((site) => matches(match, { name: site.host })).flatMap(addressesOf)
  return [...new Set(hit.filter(has))].map((address) => `${ip} daddr ${address}`)
}
