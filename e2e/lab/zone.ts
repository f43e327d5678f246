import type { PlannedSite } from './plan.ts'

export type Rcode = 'NOERROR' | 'NXDOMAIN' | 'SERVFAIL' | 'REFUSED'
export interface Resolution {
  rcode: Rcode
  addresses: string[]
}

/** What the name system truly says; `abroad` is the view from outside the censored network. */
export function resolveTruly(sites: readonly PlannedSite[], name: string, abroad: boolean): Resolution {
  const site = sites.find((candidate) => candidate.host === name)
  if (!site || site.down === 'nxdomain') return { rcode: 'NXDOMAIN', addresses: [] }
  if (site.down === 'servfail') return { rcode: 'SERVFAIL', addresses: [] }
  const elsewhere = abroad && site.ipsForControl.length > 0
  return { rcode: 'NOERROR', addresses: elsewhere ? site.ipsForControl : site.ips }
}
