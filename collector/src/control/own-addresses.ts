import { networkInterfaces } from 'node:os'
import type ipaddr from 'ipaddr.js'
import { isPublicAddress, parseAddress } from './public-address.ts'

type Range = [ipaddr.IPv4 | ipaddr.IPv6, number]

/** Says of an address whether it is ours. */
export type IsOwn = (address: string) => boolean

/** `entries`: addresses, or networks as `address/bits`. Throws on anything else: a typing error must not open a door. */
export function ownAddresses(entries: readonly string[]): IsOwn {
  const ranges = entries.map((entry): Range => {
    const [literal = '', bits] = entry.split('/')
    const address = parseAddress(literal)
    if (address === null) throw new Error(`not an address or network: ${entry}`)
    const width = address.kind() === 'ipv4' ? 32 : 128
    const prefix = bits === undefined ? width : Number(bits)
    if (!Number.isInteger(prefix) || prefix < 0 || prefix > width || bits === '') {
      throw new Error(`not an address or network: ${entry}`)
    }
    return [address, prefix]
  })
  return (literal) => {
    const address = parseAddress(literal)
    if (address === null) return false
    return ranges.some(([own, bits]) => own.kind() === address.kind() && address.match(own, bits))
  }
}

/**
 * The addresses of this machine's interfaces, and the IPv6 networks they are in: without address translation, the other
 * machines of an office have public addresses there. Read anew each time: addresses come and go.
 */
export const interfaceAddresses: IsOwn = (address) => {
  const entries = Object.values(networkInterfaces()).flatMap((list) =>
    (list ?? []).map(({ family, address, cidr }) => (family === 'IPv6' ? (cidr ?? address) : address)),
  )
  return ownAddresses(entries.filter((entry) => !entry.includes('%')))(address)
}

/** Without a public IPv6 address of its own, a helper would call every IPv6 endpoint dead. */
export function hasPublicIpv6(): boolean {
  return Object.values(networkInterfaces()).some((list) =>
    (list ?? []).some(({ family, address }) => family === 'IPv6' && isPublicAddress(address)),
  )
}
