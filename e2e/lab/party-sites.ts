import {
  CALIBRATION_HOSTS,
  CONTROL_HELPERS,
  FILTER_CANARIES,
  FOREIGN_REFERENCES,
  IN_COUNTRY_REFERENCES,
  NETWORK_LOOKUPS,
  PORTAL_CHECKS,
  RESOLVERS,
  TRANSFER_CONTROLS,
} from '../../src/measure/parties.ts'
import { NO_ROLE, type PlannedSite } from './plan.ts'
import type { Site } from './scenario.ts'

/** Every host the product asks on its own behalf, served in every world at an address that never changes. */
export function partySites(): PlannedSite[] {
  const sites: PlannedSite[] = []
  const add = (prefix: string, url: string, extra: Partial<PlannedSite>) => {
    const { hostname } = new URL(url)
    const known = sites.find((site) => site.host === hostname)
    if (known) {
      const exact = { ...known.exact, ...extra.exact }
      Object.assign(known, extra, { exact, where: { ...known.where, ...extra.where } })
    } else sites.push({ ...partySite(hostname, `${prefix}.${10 + sites.length}`), ...extra })
  }
  for (const { url } of RESOLVERS) add('146.75.10', url, { doh: new URL(url).pathname })
  for (const url of FOREIGN_REFERENCES) {
    const empty = url.endsWith('/generate_204')
    add('151.101.20', url, empty ? { exact: { [new URL(url).pathname]: { status: 204, body: '' } } } : {})
  }
  for (const [cc, urls] of Object.entries(IN_COUNTRY_REFERENCES)) {
    for (const url of urls) add('195.12.114', url, { cc })
  }
  for (const { url, status, body } of PORTAL_CHECKS) {
    add('34.107.221', url, {
      http: 'serve',
      https: 'none',
      exact: { [new URL(url).pathname]: { status, body } },
    })
  }
  for (const { url, certificate } of CALIBRATION_HOSTS) add('104.154.89', url, { https: certificate })
  for (const { url } of CONTROL_HELPERS) add('68.183.70', url, { control: true })
  for (const url of FILTER_CANARIES) add('142.250.74', url, {})
  for (const { speaks, urls } of NETWORK_LOOKUPS) {
    const answers = speaks === 'ooni' ? (['trace', 'geolookup'] as const) : (['echo'] as const)
    for (const [i, url] of urls.entries()) {
      const answer = answers[i]
      if (answer) add('104.18.32', url, { where: { [new URL(url).pathname]: answer } })
    }
  }
  for (const url of TRANSFER_CONTROLS) {
    const { pathname, search } = new URL(url)
    const role = search.includes('bytes=') ? { sized: pathname } : { paths: { [pathname]: LONG_FILE } }
    add('104.16.123', url, role)
  }
  return sites
}

/** A megabit, the way speed-test mirrors count. */
const LONG_FILE: Site['page'] = {
  status: 200,
  title: '',
  bytes: 131_072,
  headers: {},
  delayMs: 0,
  redirect: '',
}

/** A host that is up for everybody, with nothing on it. */
export function partySite(host: string, address: string): PlannedSite {
  const page: Site['page'] = { status: 200, title: host, bytes: 2000, headers: {}, delayMs: 0, redirect: '' }
  return {
    host,
    ips: [address],
    cc: '',
    https: 'valid',
    http: 'to-https',
    page,
    paths: {},
    pageForControl: null,
    ipsForControl: [],
    down: false,
    scenario: '',
    ...NO_ROLE,
  }
}
