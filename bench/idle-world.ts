import { parseScenario, type Scenario } from '../e2e/lab/scenario.ts'

export const TARGETS = 100
const PAGE_BYTES = 20_000
export const RTT_MS = 40

const hosts = Array.from({ length: TARGETS }, (_, i) => `site-${i}.example`)
export const IDLE_URLS: readonly string[] = hosts.map((host) => `https://${host}/`)

/** 100 sites that nobody hinders. */
export function idleWorld(): Scenario {
  return parseScenario(
    {
      name: 'bench-idle',
      sites: hosts.map((host, i) => ({
        host,
        ips: [`151.101.3.${i + 1}`],
        page: { title: host, bytes: PAGE_BYTES },
      })),
      watch: IDLE_URLS,
      local: { rttMs: RTT_MS },
      expect: {},
    },
    'bench/idle-world.ts',
  )
}
