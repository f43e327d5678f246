import ipaddr from 'ipaddr.js'
import { isBogon, normaliseAddress } from './address.ts'

/**
 * The range an address lies in, as wide as one hoster or its larger part is given: /16 of IPv4, /32 of IPv6 (what RIRs
 * allocate to an operator, https://www.ripe.net/publications/docs/ripe-738/). Null of what is no public address.
 */
export function addressRange(address: string): string | null {
  if (isBogon(address)) return null
  const parsed = ipaddr.parse(normaliseAddress(address))
  const bits = parsed.kind() === 'ipv4' ? 16 : 32
  const network =
    parsed.kind() === 'ipv4'
      ? ipaddr.IPv4.networkAddressFromCIDR(`${parsed.toString()}/${bits}`)
      : ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toString()}/${bits}`)
  return `${network.toString()}/${bits}`
}
