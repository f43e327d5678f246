import type { Authorities } from './certificates.ts'
import { isWire, PORTAL, RESOLVER_ADDRESS, VPN } from './link-addresses.ts'
import { partySites } from './party-sites.ts'
import type { CensorRule, Local, NetworkSpec, Scenario, Site } from './scenario.ts'
import { lineOf } from './user-link.ts'

export interface PlannedSite extends Site {
  /** Name of the scenario it belongs to; '' for the product's own parties. */
  scenario: string
  /** Paths with one exact answer. */
  exact: Record<string, { status: number; body: string }>
  /** Path of its DNS-over-HTTPS endpoint. */
  doh: string | null
  /** Answers as a control helper: how a URL looks from outside. */
  control: boolean
  /** Path that answers with as many bytes as its `bytes` parameter asks for. */
  sized: string | null
  /** Paths that tell a client of its own address or network. */
  where: Record<string, WhereAnswer>
}

/** `trace`: the client's address; `geolookup`: OONI's table of addresses; `echo`: address and network at once. */
export type WhereAnswer = 'trace' | 'geolookup' | 'echo'

/** What the product asks of one of its own parties, wherever a scenario puts it. */
export type PartyRole = Pick<PlannedSite, 'exact' | 'doh' | 'control' | 'sized' | 'where'>
export const NO_ROLE: PartyRole = { exact: {}, doh: null, control: false, sized: null, where: {} }

/** One world, as data: what every process of the lab is told. */
export interface Plan {
  sites: PlannedSite[]
  rules: CensorRule[]
  networks: NetworkSpec[]
  local: Local
  authorities: Authorities
  rttMs: number
  /** Counted from 1. */
  sweep: number
  /** The captive portal stands in the way now. */
  portalUp: boolean
  /** Answers carry no header of the server's own making: for clients that would take it for the page's. */
  bareHeaders?: boolean
}

/** Lays several scenarios out in one world. Throws where they collide. `also`: parties of somebody else's. */
export function layOut(
  scenarios: readonly Scenario[],
  authorities: Authorities,
  rttMs?: number,
  also: readonly PlannedSite[] = [],
): Plan {
  const [first] = scenarios
  if (!first) throw new Error('a world needs at least one scenario')
  const local = lineOf(first)
  const sites = new Map<string, PlannedSite>()
  for (const site of also) sites.set(site.host, site)
  for (const party of partySites()) {
    // A host that both ask answers both.
    const exact = { ...sites.get(party.host)?.exact, ...party.exact }
    sites.set(party.host, { ...party, exact })
  }
  for (const scenario of scenarios) {
    for (const site of scenario.sites) {
      const known = sites.get(site.host)
      if (known?.scenario) throw collision(known.scenario, scenario.name, `both have ${site.host}`)
      // One of the product's own parties keeps what it is asked for.
      const { exact, doh, control, sized, where } = known ?? NO_ROLE
      sites.set(site.host, { ...site, scenario: scenario.name, exact, doh, control, sized, where })
    }
    if (JSON.stringify(lineOf(scenario)) !== JSON.stringify(local)) {
      throw collision(first.name, scenario.name, 'their local conditions differ')
    }
  }
  const all = makeRoom([...sites.values()])
  checkAddresses(all)
  return {
    sites: all,
    rules: scenarios.flatMap((scenario) => scenario.censor),
    networks: mergeNetworks(scenarios),
    local,
    authorities,
    rttMs: rttMs ?? first.local.rttMs,
    sweep: 1,
    portalUp: first.local.portal,
  }
}

/** A scenario may use any address: a party of the product that has it moves to a free one. */
function makeRoom(sites: PlannedSite[]): PlannedSite[] {
  const taken = new Set(sites.filter((site) => site.scenario).flatMap(addressesOf))
  let next = 1
  const free = () => {
    while (taken.has(`198.145.29.${next}`)) next++
    return `198.145.29.${next++}`
  }
  return sites.map((site) =>
    !site.scenario && site.ips.some((ip) => taken.has(ip)) ? { ...site, ips: [free()] } : site,
  )
}

function collision(one: string, other: string, why: string): Error {
  return new Error(`${one} and ${other} cannot share a world: ${why}`)
}

function checkAddresses(sites: readonly PlannedSite[]): void {
  const owner = new Map<string, PlannedSite>()
  for (const site of sites) {
    for (const address of addressesOf(site)) {
      const known = owner.get(address)
      if (known && known.scenario !== site.scenario) {
        throw collision(known.scenario || known.host, site.scenario || site.host, `both are at ${address}`)
      }
      if (
        address === RESOLVER_ADDRESS ||
        address === PORTAL.address ||
        address === VPN.address ||
        isWire(address)
      ) {
        throw new Error(
          `${site.scenario}: ${site.host} is at ${address}, which the lab needs for its own wires`,
        )
      }
      owner.set(address, site)
    }
  }
}

function mergeNetworks(scenarios: readonly Scenario[]): NetworkSpec[] {
  const merged = new Map<string, NetworkSpec>()
  for (const scenario of scenarios) {
    for (const network of scenario.networks) {
      const known = merged.get(network.id)
      if (known && JSON.stringify(known) !== JSON.stringify(network)) {
        throw collision(scenarios[0]?.name ?? '', scenario.name, `network ${network.id} differs`)
      }
      merged.set(network.id, network)
    }
  }
  return [...merged.values()]
}

export function addressesOf(site: Site): string[] {
  return [...new Set([...site.ips, ...site.ipsForControl])]
}
