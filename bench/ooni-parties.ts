import { links, RESOLVER_ADDRESS } from '../e2e/lab/link-addresses.ts'
import { partySite } from '../e2e/lab/party-sites.ts'
import { addressesOf, type Plan, type PlannedSite } from '../e2e/lab/plan.ts'
import { CONTROL_HELPERS } from '../src/measure/parties.ts'

/** The backend an OONI probe is told to use. */
export const BACKEND = 'https://api.ooni.org/'

const TEST_HELPERS = {
  'web-connectivity': CONTROL_HELPERS.map(({ url }) => ({ address: url.replace(/\/$/, ''), type: 'https' })),
}

const CHECK_IN = {
  v: 1,
  probe_cc: 'KZ',
  probe_asn: 'AS9198',
  probe_network_name: 'Lab',
  utc_time: '2026-01-01T00:00:00Z',
  conf: {
    // As the live backend answers: official probes run Web Connectivity 0.5, not 0.4.
    features: { 'webconnectivity_0.5': true },
    test_helpers: TEST_HELPERS,
  },
  tests: { web_connectivity: { report_id: '', urls: [] } },
}

/** What an OONI probe asks on its own behalf before it measures; its test helpers are the lab's control hosts. */
export function ooniParties(): PlannedSite[] {
  const ip = links(0).user
  const at = (host: string, address: string, exact: Record<string, string>): PlannedSite => ({
    ...partySite(host, address),
    exact: Object.fromEntries(Object.entries(exact).map(([path, body]) => [path, { status: 200, body }])),
  })
  return [
    at(new URL(BACKEND).hostname, '162.55.247.208', {
      '/api/v1/test-helpers': JSON.stringify(TEST_HELPERS),
      '/api/v1/check-in': JSON.stringify(CHECK_IN),
    }),
    at('www.cloudflare.com', '104.16.124.96', { '/cdn-cgi/trace': `ip=${ip}\nloc=KZ\n` }),
    at('geoip.ubuntu.com', '185.125.190.57', {
      '/lookup': `<?xml version="1.0" encoding="UTF-8"?><Response><Ip>${ip}</Ip><Status>OK</Status></Response>`,
    }),
    // Resolvers of its own list which the product does not ask; it picks one for each look.
    ...['mozilla.cloudflare-dns.com', 'dns.nextdns.io', 'wikimedia-dns.org'].map((host, n) => ({
      ...at(host, `146.75.11.${10 + n}`, {}),
      doh: '/dns-query',
    })),
    // Its answer is the address of whichever resolver asked: here that of a neighbour of the operator's.
    at('whoami.v4.powerdns.org', '92.46.0.54', {}),
  ]
}

/**
 * Whose address is whose, for a probe that has no database of the lab's internet: all addresses of one site are of
 * one autonomous system, no two sites share one, and what the operator runs is the operator's.
 */
export function autonomousSystems({ sites, networks, rules }: Plan): Record<string, number> {
  const table: Record<string, number> = {}
  const operator = networks[0]?.asn ?? 0
  const relays = rules.flatMap((rule) => (rule.on === 'relay' ? [rule.relayAt] : []))
  for (const address of [RESOLVER_ADDRESS, '92.46.0.54', ...relays]) table[address] = operator
  networks.forEach(({ asn }, n) => {
    table[links(n).user] = asn
  })
  sites.forEach((site, n) => {
    const addresses = addressesOf(site)
    const known = addresses.flatMap((address) => table[address] ?? [])[0]
    for (const address of addresses) table[address] ??= known ?? FIRST_OF_SITES + n
  })
  return table
}

/** 32-bit numbers for private use (RFC 6996) begin here: no network of a scenario has one. */
export const FIRST_OF_SITES = 4_200_000_000
