import { addressesOf, type PlannedSite } from './plan.ts'

export interface Port {
  address: string
  port: 80 | 443
}

/** Where something listens: a port is open when any site at the address serves it. */
export function openPorts(sites: readonly PlannedSite[]): Port[] {
  const open = new Map<string, Port>()
  for (const site of sites) {
    if (site.down === 'refused' || site.down === 'drop') continue
    for (const address of addressesOf(site)) {
      if (site.https !== 'none') open.set(`${address}:443`, { address, port: 443 })
      if (site.http !== 'none') open.set(`${address}:80`, { address, port: 80 })
    }
  }
  return [...open.values()]
}

/** Addresses where nothing answers at all: every site there is dead. */
export function deadAddresses(sites: readonly PlannedSite[]): string[] {
  const alive = new Set(sites.filter((site) => site.down !== 'drop').flatMap(addressesOf))
  const dead = sites.filter((site) => site.down === 'drop').flatMap(addressesOf)
  return [...new Set(dead)].filter((address) => !alive.has(address))
}

/**
 * The middlebox cannot ask the kernel where a redirected flow was going (Node has no SO_ORIGINAL_DST), so each
 * true address is rewritten to an alias of its own, and the alias tells.
 */
export function aliases(sites: readonly PlannedSite[], extra: readonly string[]): Map<string, string> {
  const addresses = [...new Set([...openPorts(sites).map((port) => port.address), ...extra])]
  return new Map(addresses.map((address, index) => [address, aliasOf(address, index + 1)]))
}

const aliasOf = (address: string, n: number): string =>
  address.includes(':') ? `fd77::${n.toString(16)}` : `10.77.${n >> 8}.${n & 255}`

/** Alias of "some address nobody has", for a portal that answers in place of everything. */
export const NOWHERE = '10.77.255.254'
