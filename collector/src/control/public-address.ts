import ipaddr from 'ipaddr.js'

/**
 * Not on the public internet (IANA special-purpose address registries, RFC 6890), or not a place for web sites: AS112,
 * AMT and 6to4 relays, and the one public address at which a cloud serves its machines' secrets.
 */
const CLOSED_V4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '192.175.48.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  // https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16
  '168.63.129.16/32',
].map((range) => ipaddr.IPv4.parseCIDR(range))

/** All the IPv6 there is for public hosts. Mapped, compatible, NAT64, unique-local and link-local lie outside it. */
const GLOBAL_V6 = ipaddr.IPv6.parseCIDR('2000::/3')

/** Inside it, and yet no public host: protocol assignments (Teredo, ORCHID), documentation, 6to4, AS112. */
const CLOSED_V6 = ['2001::/23', '2001:db8::/32', '2002::/16', '2620:4f:8000::/48', '3fff::/20'].map((range) =>
  ipaddr.IPv6.parseCIDR(range),
)

/**
 * The address a literal stands for; null unless it is written the one plain way: four decimal parts, or IPv6 without
 * brackets and zone. Whatever another parser might read otherwise (octal, hexadecimal, short forms) is no address.
 */
export function parseAddress(literal: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
  if (ipaddr.IPv4.isValidFourPartDecimal(literal)) return ipaddr.IPv4.parse(literal)
  if (!/^[0-9a-f:.]+$/i.test(literal) || !literal.includes(':') || !ipaddr.IPv6.isValid(literal)) return null
  return ipaddr.IPv6.parse(literal)
}

/** Whether a public site can be there at all: a list of what is allowed for IPv6, of what is closed for IPv4. */
export function isPublicAddress(literal: string): boolean {
  const address = parseAddress(literal)
  if (address === null) return false
  if (address instanceof ipaddr.IPv4) return !CLOSED_V4.some((range) => address.match(range))
  return address.match(GLOBAL_V6) && !CLOSED_V6.some((range) => address.match(range))
}
