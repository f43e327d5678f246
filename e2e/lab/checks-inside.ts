import { FILTER_CANARIES } from '../../src/measure/parties.ts'
import { AUTHORITY_NAMES } from './certificates.ts'
import type { Check, Wanted } from './check.ts'
import { hostRule, type IpRule, sniRule } from './flow-rule.ts'
import { homeFilter } from './home-filter.ts'
import { PORTAL, RESOLVER_ADDRESS, VPN } from './link-addresses.ts'
import { inForce, matches } from './match.ts'
import type { Plan, PlannedSite } from './plan.ts'
import { FREEZE_BYTES } from './rule-schema.ts'
import type { CensorRule } from './scenario.ts'
import { ask, siteOverHttp, siteOverTls } from './site-check.ts'
import { resolveTruly } from './zone.ts'

/** The user's view on one network: each layer looked at by itself, with the rule's effect or without any. */
export function checksInside(plan: Plan, index: number): Check[] {
  const own = plan.sites.filter((site) => site.scenario !== '')
  return [
    ...own.flatMap((site) => [dnsCheck(plan, index, site), ...pathChecks(plan, index, site)]),
    ...plan.sites.filter((site) => site.doh !== null).flatMap((site) => dohChecks(plan, index, site, own)),
    ...plan.sites.filter((site) => site.control).map((site) => controlCheck(plan, index, site)),
    ...(plan.local.dnsFilter.length > 0
      ? FILTER_CANARIES.map((url) => canaryCheck(plan, index, new URL(url).hostname))
      : []),
    ...(plan.local.vpn ? own.flatMap((site) => vpnChecks(plan, site)) : []),
  ]
}

function here(plan: Plan, index: number): CensorRule[] {
  const network = plan.networks[index]
  return network ? plan.rules.filter((rule) => inForce(rule, network, plan.sweep)) : []
}

function shutDown(plan: Plan, index: number): boolean {
  return here(plan, index).some((rule) => rule.on === 'all' && rule.lossPct >= 100)
}

function dnsCheck(plan: Plan, index: number, site: PlannedSite): Check {
  const look = ask(plan, 'dns', site.host, RESOLVER_ADDRESS, 53)
  const rule = here(plan, index).find(
    (one) => (one.on === 'dns' || one.on === 'relay') && matches(one.match, { name: site.host }),
  )
  const truth = resolveTruly(plan.sites, site.host, false)
  let wanted: Wanted = {
    outcome: ['ok'],
    rcode: truth.rcode,
    addresses: truth.addresses.filter((ip) => !ip.includes(':')),
  }
  if (rule) wanted = answerOf(rule)
  const filtered = homeFilter(plan.local, site.host)
  if (filtered) wanted = { outcome: ['ok'], ...filtered }
  if (shutDown(plan, index)) wanted = { outcome: ['timeout'] }
  return {
    scenario: site.scenario,
    where: 'inside',
    what: `the operator's answer for ${site.host}`,
    look,
    wanted,
  }
}

/** The filter gives itself away. */
function canaryCheck(plan: Plan, index: number, name: string): Check {
  const wanted: Wanted = shutDown(plan, index)
    ? { outcome: ['timeout'] }
    : { outcome: ['ok'], ...homeFilter(plan.local, name) }
  const look = ask(plan, 'dns', name, RESOLVER_ADDRESS, 53)
  return { scenario: null, where: 'inside', what: `the home filter's answer for ${name}`, look, wanted }
}

function controlCheck(plan: Plan, index: number, site: PlannedSite): Check {
  const [address = ''] = site.ips
  const sni = sniRule(plan, index, { name: site.host, address, port: 443 })
  const wanted = addressFate(plan, index, site, address, 443) ??
    (sni && NAME_FATES[sni.do]) ?? { outcome: ['ok' as const] }
  const look = ask(plan, 'tls', site.host, address, 443)
  return { scenario: null, where: 'inside', what: `the control host ${site.host} from inside`, look, wanted }
}

/** Through the exit nothing is censored. */
function vpnChecks(plan: Plan, site: PlannedSite): Check[] {
  const [address = ''] = site.ips
  if (site.https === 'none' || site.down !== false) return []
  const { look, wanted } = siteOverTls(plan, site, address, true)
  const through = { ...look, through: VPN }
  const what = `https://${site.host}/ through the VPN`
  return [{ scenario: site.scenario, where: 'inside', what, look: through, wanted }]
}

function answerOf(rule: CensorRule): Wanted {
  if (rule.on === 'relay') return { outcome: ['ok'], rcode: 'NOERROR', addresses: [rule.relayAt] }
  if (rule.do === 'timeout') return { outcome: ['timeout'] }
  if (rule.do === 'answer') {
    return { outcome: ['ok'], rcode: 'NOERROR', addresses: 'answer' in rule ? (rule.answer ?? []) : [] }
  }
  return {
    outcome: ['ok'],
    rcode: rule.do === 'no-answer' ? 'NOERROR' : rule.do.toUpperCase(),
    addresses: [],
  }
}

/** What happens to packets for this address and port before anyone reads a name; null: they pass. */
function addressFate(
  plan: Plan,
  index: number,
  site: PlannedSite,
  address: string,
  port: number,
): Wanted | null {
  const silence: Wanted = { outcome: ['timeout'] }
  if (address.includes(':')) {
    if (plan.local.ipv6 === 'none') return { outcome: ['unreachable'] }
    if (plan.local.ipv6 === 'broken') return silence
  }
  if (shutDown(plan, index)) return silence
  if (plan.portalUp && port !== 80) return silence
  if (site.doh !== null && plan.local.doh !== 'ok') {
    return plan.local.doh === 'none' ? { outcome: ['refused'] } : silence
  }
  if (site.control && plan.local.control === 'unreachable') return silence
  for (const rule of here(plan, index)) {
    if (rule.on === 'foreign' && (site.cc === '' || site.cc !== plan.networks[index]?.cc)) return silence
    const onAddress = matches(rule.match, { name: site.host, address, port })
    if (rule.on === 'doh' && site.doh !== null && onAddress && (rule.do === 'drop' || rule.do === 'reset')) {
      return rule.do === 'drop' ? silence : { outcome: ['refused'] }
    }
    if (rule.on === 'ip' && rule.do !== 'throttle' && onAddress) return IP_FATES[rule.do]
  }
  return null
}

const IP_FATES: Record<Exclude<IpRule['do'], 'throttle'>, Wanted> = {
  drop: { outcome: ['timeout'] },
  reset: { outcome: ['refused'] },
  reject: { outcome: ['unreachable'] },
}
const NAME_FATES: Partial<Record<CensorRule['do'], Wanted>> = {
  drop: { outcome: ['timeout'] },
  reset: { outcome: ['reset'] },
  close: { outcome: ['closed'] },
}

function pathChecks(plan: Plan, index: number, site: PlannedSite): Check[] {
  if (site.down === 'nxdomain' || site.down === 'servfail') return []
  return site.ips.flatMap((address) => pathChecksAt(plan, index, site, address))
}

function pathChecksAt(plan: Plan, index: number, site: PlannedSite, address: string): Check[] {
  const checks: Check[] = []
  const add = (scheme: string, port: number, { look, wanted }: Pick<Check, 'look' | 'wanted'>) => {
    const fate = addressFate(plan, index, site, address, port)
    const what = `${scheme}://${site.host}/ at ${address} from inside`
    checks.push({ scenario: site.scenario, where: 'inside', what, look, wanted: fate ?? wanted })
  }
  if (site.https !== 'none') add('https', 443, underSniRule(plan, index, site, address))
  if (site.http !== 'none') add('http', 80, underHostRule(plan, index, site, address))
  return checks
}

function underSniRule(
  plan: Plan,
  index: number,
  site: PlannedSite,
  address: string,
): Pick<Check, 'look' | 'wanted'> {
  const plain = siteOverTls(plan, site, address, false)
  const rule = sniRule(plan, index, { name: site.host, address, port: 443 })
  const alive = plain.wanted.outcome.includes('ok')
  const handshake = {
    look: { ...plain.look, what: 'tls' as const },
    wanted: { outcome: ['ok'] } satisfies Wanted,
  }
  const fate = rule && NAME_FATES[rule.do]
  if (fate) return site.down === 'drop' || site.down === 'refused' ? plain : { ...plain, wanted: fate }
  if (!alive) return plain
  switch (rule?.do) {
    case 'intercept':
      return { ...handshake, wanted: { ...handshake.wanted, issuer: AUTHORITY_NAMES.censor } }
    case 'delay': {
      const look = { ...handshake.look, timeoutMs: handshake.look.timeoutMs + (rule.ms ?? 0) }
      return { look, wanted: { ...handshake.wanted, minMs: rule.ms ?? 0 } }
    }
    case 'freeze': {
      const long = site.page.bytes > (rule.bytes ?? FREEZE_BYTES)
      return long
        ? { look: { ...plain.look, what: 'https' }, wanted: { outcome: ['stalled', 'timeout'] } }
        : plain
    }
    case 'throttle':
      return { ...handshake, look: { ...handshake.look, timeoutMs: 10_000 } }
    case 'lossy':
      return { ...handshake, wanted: { outcome: ['ok', 'timeout'] } }
  }
  if (!plan.local.inspectAll) return plain
  const issuer = site.https === 'valid' ? AUTHORITY_NAMES.inspection : AUTHORITY_NAMES.unknown
  return { ...handshake, wanted: { ...handshake.wanted, issuer } }
}

function underHostRule(
  plan: Plan,
  index: number,
  site: PlannedSite,
  address: string,
): Pick<Check, 'look' | 'wanted'> {
  const plain = siteOverHttp(plan, site, address, false)
  if (site.down === 'drop' || site.down === 'refused') return plain
  if (plan.portalUp) {
    return { ...plain, wanted: { outcome: ['ok'], status: 302, location: `http://${PORTAL.host}/login` } }
  }
  const rule = hostRule(plan, index, { name: site.host, address, port: 80 })
  const look = { ...plain.look, what: 'http' as const }
  const fate = rule && NAME_FATES[rule.do]
  if (fate) return { look, wanted: fate }
  if (rule?.do === 'blockpage') return { look, wanted: { outcome: ['ok'], status: rule.page?.status ?? 200 } }
  if (rule?.do === 'redirect') {
    return { look, wanted: { outcome: ['ok'], status: 302, location: rule.location ?? '' } }
  }
  if (rule?.do === 'throttle') return { look: { ...look, what: 'tcp' }, wanted: { outcome: ['ok'] } }
  return plain
}

/** Each resolver asked for a name of each scenario that speaks of resolvers, and for one name at least. */
function dohChecks(plan: Plan, index: number, resolver: PlannedSite, own: readonly PlannedSite[]): Check[] {
  const [address = ''] = resolver.ips
  const rules = here(plan, index).filter(
    (rule) => rule.on === 'doh' && rule.do !== 'drop' && rule.do !== 'reset',
  )
  const named = own.filter((site) => rules.some((rule) => matches(rule.match, { name: site.host })))
  const asked = named.length > 0 ? named : own.slice(0, 1)
  const sni = sniRule(plan, index, { name: resolver.host, address, port: 443 })
  return asked.map((site) => {
    const rule = rules.find((one) => matches(one.match, { name: site.host }))
    const truth = resolveTruly(plan.sites, site.host, true)
    const answer: Wanted = rule
      ? answerOf(rule)
      : {
          outcome: ['ok'],
          rcode: truth.rcode,
          addresses: truth.addresses.filter((ip) => !ip.includes(':')),
        }
    const fate = addressFate(plan, index, resolver, address, 443) ?? (sni && NAME_FATES[sni.do])
    const look = {
      ...ask(plan, 'doh', resolver.host, address, 443),
      path: resolver.doh ?? '/',
      question: site.host,
    }
    const what = `${resolver.host}'s answer for ${site.host}`
    return { scenario: rule ? site.scenario : null, where: 'inside', what, look, wanted: fate ?? answer }
  })
}
