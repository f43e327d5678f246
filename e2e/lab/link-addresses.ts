/** Addresses of the lab's own wires. Network n (from 0) has its own links; the rest is the same everywhere. */
export interface Links {
  /** Interface on the user's machine. */
  device: string
  /** Namespace of the access network. */
  namespace: string
  user: string
  gateway: string
  /** The access network's address towards the outside: what a server sees. */
  uplink: string
  outside: string
  /** The same over IPv6. */
  six: Record<'user' | 'gateway' | 'uplink' | 'outside', string>
}

export function links(n: number): Links {
  return {
    device: `net${n}`,
    namespace: `isp-${n}`,
    user: `2.133.${n}.2`,
    gateway: `2.133.${n}.1`,
    uplink: `185.120.${n}.1`,
    outside: `185.120.${n}.2`,
    six: {
      user: `2a02:2133:${n}::2`,
      gateway: `2a02:2133:${n}::1`,
      uplink: `2a02:1851:${n}::1`,
      outside: `2a02:1851:${n}::2`,
    },
  }
}

export const OUTSIDE = 'out'
/** The operator's resolver: the same address in every network, so only routes tell the browser of a change. */
export const RESOLVER_ADDRESS = '92.46.0.53'
/** Where a captive portal's own page lives. */
export const PORTAL = { host: 'login.hotspot.example', address: '92.46.0.80' }

/** The exit of the user's VPN: a host abroad in another operator's network, with the proxy, and the address that servers see. */
export const VPN = {
  namespace: 'exit',
  address: '194.165.16.7',
  port: 3128,
  /** Its operator's end of the wire. */
  gateway: '194.165.16.6',
}

/** Addresses that a site may not have. */
export function isWire(address: string): boolean {
  return /^(2\.133|185\.120|10\.77|194\.165\.16)\.|^(2a02:2133|2a02:1851|fd77):/.test(address)
}

/** Which network a server's client comes from; null for a client in the outside itself. */
export function networkOf(client: string | undefined): number | null {
  const found = /(?:^|:)(?:185\.120|2\.133)\.(\d+)\.[12]$|^2a02:(?:1851|2133):([\da-f]+)?::[12]$/.exec(
    client ?? '',
  )
  if (!found) return null
  return found[1] === undefined ? Number.parseInt(found[2] ?? '0', 16) : Number(found[1])
}
