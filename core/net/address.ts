import ipaddr from 'ipaddr.js'

type Address = ipaddr.IPv4 | ipaddr.IPv6

/** Parses a literal as URLs and DNS write it ("[::1]" brackets allowed); null for anything else. */
function parse(literal: string): Address | null {
  const text = literal.startsWith('[') && literal.endsWith(']') ? literal.slice(1, -1) : literal
  // ipaddr.js also reads octal and short forms ("0177.1"); no browser API writes those.
  if (!ipaddr.IPv4.isValidFourPartDecimal(text) && !(text.includes(':') && ipaddr.IPv6.isValid(text))) {
    return null
  }
  return unwrap(ipaddr.parse(text))
}

/** The IPv4 address inside an IPv4-mapped (RFC 4291) or NAT64 (RFC 6052) one: both lead to that IPv4 host. */
function unwrap(address: Address): Address {
  if (address.kind() === 'ipv4') return address
  const six = address as ipaddr.IPv6
  if (six.isIPv4MappedAddress()) return six.toIPv4Address()
  const bytes = six.toByteArray()
  const wellKnownNat64 = [0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0]
  return wellKnownNat64.every((byte, i) => bytes[i] === byte) ? new ipaddr.IPv4(bytes.slice(12)) : address
}

/** True when `host` is an IPv4 or IPv6 literal, with or without URL brackets. */
export function isAddress(host: string): boolean {
  return parse(host) !== null
}

/** One spelling per address: lower case, compressed, no brackets, mapped IPv4 unwrapped. Others come back as they are. */
export function normaliseAddress(address: string): string {
  return parse(address)?.toString() ?? address.toLowerCase()
}

export function sameAddress(a: string, b: string): boolean {
  return normaliseAddress(a) === normaliseAddress(b)
}

/**
 * An address no public site can have: private, loopback, link-local, carrier NAT, documentation, reserved,
 * multicast, unspecified and their IPv6 equivalents (IANA special-purpose registries, RFC 6890). In a DNS
 * answer it is a sign of a forged one, unless every resolver gives it. Not an address at all counts too.
 */
export function isBogon(ip: string): boolean {
  const address = parse(ip)
  // AS112 and AMT are special but announced and reachable, so `unicast` alone would say too much.
  const fine = ['unicast', 'as112', 'as112v6', 'amt']
  return address === null || !fine.includes(address.range())
}

/**
 * 198.18.0.0/15 (RFC 2544). Reserved, but tunnels on the user's own machine (the "fake IP" of proxy clients)
 * hand it out for every name, so in a DNS answer it says a tunnel is on, not that somebody forged it.
 */
export function isTunnelAddress(ip: string): boolean {
  const address = parse(ip)
  return address?.kind() === 'ipv4' && (address as ipaddr.IPv4).match([ipaddr.IPv4.parse('198.18.0.0'), 15])
}
