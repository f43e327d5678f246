import {
  CALIBRATION_HOSTS,
  CONTROL_HELPERS,
  FILTER_CANARIES,
  FOREIGN_REFERENCES,
  IN_COUNTRY_REFERENCES,
  PORTAL_CHECKS,
  RESOLVERS,
  TRANSFER_CONTROLS,
} from '../../src/measure/parties.ts'
import type { CensorRule, Scenario } from '../lab/scenario.ts'

export interface Claims {
  /** Hosts and addresses nobody else in the world may use. */
  names: string[]
  /** Something in it bites beyond its own sites: it needs a world of its own. */
  global: boolean
}

const SHARED_HOSTS = new Set(
  [
    ...RESOLVERS.map(({ url }) => url),
    ...FOREIGN_REFERENCES,
    ...Object.values(IN_COUNTRY_REFERENCES).flat(),
    ...PORTAL_CHECKS.map(({ url }) => url),
    ...CALIBRATION_HOSTS.map(({ url }) => url),
    ...CONTROL_HELPERS.map(({ url }) => url),
    ...FILTER_CANARIES,
    ...TRANSFER_CONTROLS,
  ].map((url) => new URL(url).hostname),
)

/** What a scenario takes for itself, and whether that is all it touches. */
export function claimsOf(scenario: Scenario): Claims {
  const hosts = scenario.sites.map((site) => site.host)
  const watched = scenario.watch.map((url) => new URL(url).hostname)
  const addresses = scenario.sites.flatMap((site) => [...site.ips, ...site.ipsForControl])
  const own = new Set([...hosts, ...addresses])
  const relays = scenario.censor.flatMap((rule) => (rule.on === 'relay' ? [rule.relayAt] : []))
  return {
    names: [...new Set([...own, ...watched, ...relays])],
    global:
      [...hosts, ...watched].some((host) => SHARED_HOSTS.has(host)) ||
      scenario.censor.some((rule) => !staysWithin(own, rule)),
  }
}

/** True when the rule names exactly one host or address of the scenario itself. */
function staysWithin(own: ReadonlySet<string>, rule: CensorRule): boolean {
  if (rule.on === 'all' || rule.on === 'foreign') return false
  // A resolver that drops or resets is lost to everybody who asks it, whatever the name.
  if (rule.on === 'doh' && (rule.do === 'drop' || rule.do === 'reset')) return false
  return typeof rule.match === 'string' && own.has(withoutPort(rule.match.toLowerCase()))
}

function withoutPort(match: string): string {
  const bracketed = /^\[([^\]]+)\](?::\d+)?$/.exec(match)?.[1]
  if (bracketed !== undefined) return bracketed
  return /^[^:]+:\d+$/.test(match) ? match.slice(0, match.lastIndexOf(':')) : match
}
