import { parseScenario, type Scenario } from '../lab/scenario.ts'

/** Quick and slow pages, so that something ends at every moment of a sweep, and two ways to be blocked. */
const PAGES = 42
const RESETS = 4
const FORGED = 2

const hosts = Array.from({ length: PAGES + RESETS + FORGED }, (_, i) => `site-${i}.example`)
const isHealthy = (i: number) => i < PAGES

/** Every page has its own delay up to this, ms. */
const SLOWEST_MS = 2_000

export const FAULT_URLS: readonly string[] = hosts.map((host) => `https://${host}/`)

/** Where the user may be plugged in. */
export const HOME = 'home'
export const PHONE = 'phone'

/** The world in which faults are tried. */
export function faultWorld(): Scenario {
  return parseScenario(
    {
      name: 'faults',
      sites: hosts.map((host, i) => ({
        host,
        ips: [`151.101.2.${i + 1}`],
        page: { title: host, bytes: 3_000, delayMs: isHealthy(i) ? Math.round((SLOWEST_MS * i) / PAGES) : 0 },
      })),
      censor: hosts.slice(PAGES).map((match, i) => {
        return i < RESETS ? { on: 'sni', match, do: 'reset' } : { on: 'dns', match, do: 'nxdomain' }
      }),
      networks: [
        { id: HOME, asn: 9198, cc: 'KZ' },
        { id: PHONE, asn: 29555, cc: 'KZ' },
      ],
      watch: FAULT_URLS,
      expect: {},
    },
    'e2e/faults/world.ts',
  )
}
