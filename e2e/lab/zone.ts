import { isIP } from 'node:net'
import { NEUTRAL_ZONE } from '../../src/measure/parties.ts'
import type { PlannedSite } from './plan.ts'

export type Rcode = 'NOERROR' | 'NXDOMAIN' | 'SERVFAIL' | 'REFUSED'
export interface Resolution {
  rcode: Rcode
  addresses: string[]
}

/** What the name system truly says; `abroad` is the view from outside the censored network. */
export function resolveTruly(sites: readonly PlannedSite[], name: string, abroad: boolean): Resolution {
  const spelt = addressInName(name)
  if (spelt) return { rcode: 'NOERROR', addresses: [spelt] }
  const site = sites.find((candidate) => candidate.host === name)
  if (!site || site.down === 'nxdomain') return { rcode: 'NXDOMAIN', addresses: [] }
  if (site.down === 'servfail') return { rcode: 'SERVFAIL', addresses: [] }
  const elsewhere = abroad && site.ipsForControl.length > 0
  return { rcode: 'NOERROR', addresses: elsewhere ? site.ipsForControl : site.ips }
}

/** `1-2-3-4.` and `2001-db8--1.` before the neutral zone spell an address; null for any other name. */
export function addressInName(name: string): string | null {
  if (!name.endsWith(`.${NEUTRAL_ZONE}`)) return null
  const label =
    name
      .slice(0, -NEUTRAL_ZONE.length - 1)
      .split('.')
      .at(-1) ?? ''
  for (const address of [label.replaceAll('-', '.'), label.replaceAll('-', ':')]) {
    if (isIP(address) !== 0) return address
  }
  return null
}
