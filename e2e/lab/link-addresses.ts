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
}

export function links(n: number): Links {
  return {
    device: `net${n}`,
    namespace: `isp-${n}`,
    user: `2.133.${n}.2`,
    gateway: `2.133.${n}.1`,
    uplink: `185.120.${n}.1`,
    outside: `185.120.${n}.2`,
  }
}

export const OUTSIDE = 'out'
/** The operator's resolver: the same address in every network, so only routes tell the browser of a change. */
export const RESOLVER_ADDRESS = '92.46.0.53'
/** Where a captive portal's own page lives. */
export const PORTAL = { host: 'login.hotspot.example', address: '92.46.0.80' }

/** Which network a server's client comes from; null for a client in the outside itself. */
export function networkOf(client: string | undefined): number | null {
  const found = /(?:^|:)(?:185\.120|2\.133)\.(\d+)\.[12]$/.exec(client ?? '')
  return found ? Number(found[1]) : null
}
