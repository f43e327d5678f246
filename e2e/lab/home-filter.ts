import { FILTER_CANARIES } from '../../src/measure/parties.ts'
import { matches } from './match.ts'
import type { Local } from './scenario.ts'
import type { Resolution } from './zone.ts'

/** By which a network says that it filters names: https://support.mozilla.org/kb/canary-domain-use-application-dnsnet */
const DECLARED = 'use-application-dns.net'
const ADVERTISING = FILTER_CANARIES.map((url) => new URL(url).hostname).filter((host) => host !== DECLARED)

/** What a filter in the home router (a Pi-hole, say) answers; null: it passes the question on. */
export function homeFilter({ dnsFilter }: Pick<Local, 'dnsFilter'>, name: string): Resolution | null {
  if (dnsFilter.length === 0) return null
  if (name === DECLARED) return { rcode: 'NXDOMAIN', addresses: [] }
  const listed = ADVERTISING.includes(name) || dnsFilter.some((pattern) => matches(pattern, { name }))
  return listed ? { rcode: 'NOERROR', addresses: ['0.0.0.0'] } : null
}
