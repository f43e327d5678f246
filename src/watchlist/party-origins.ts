import {
  CALIBRATION_HOSTS,
  CONTROL_HELPERS,
  FILTER_CANARIES,
  FOREIGN_REFERENCES,
  IN_COUNTRY_REFERENCES,
  NETWORK_LOOKUPS,
  NEUTRAL_ZONE,
  PORTAL_CHECKS,
  RESOLVERS,
  TRANSFER_CONTROLS,
} from '../measure/parties.ts'
import type { Settings } from '../settings/settings.ts'
import { originsOf } from './origins.ts'

type Choices = Pick<Settings, 'secondOpinions' | 'customResolver' | 'country'> &
  Partial<Pick<Settings, 'controlHelpers' | 'snapshot' | 'transferMegabytes' | 'networkLookup'>>

/**
 * Match patterns for the third parties that these settings make us ask, beside the listed sites: reference hosts
 * and portal checks always, everybody behind the switch when second opinions are on, certificate test hosts in Firefox.
 */
export function partyOrigins(settings: Choices, browser: 'chromium' | 'firefox'): string[] {
  const asked = originsOf([
    ...FOREIGN_REFERENCES,
    ...(IN_COUNTRY_REFERENCES[settings.country] ?? []),
    ...PORTAL_CHECKS.map(({ url }) => url),
    ...(settings.secondOpinions ? secondOpinions(settings) : []),
    ...(browser === 'firefox' ? CALIBRATION_HOSTS.map(({ url }) => url) : []),
  ])
  // No URL of the zone is ours to name: each address has a host of its own there.
  return settings.secondOpinions ? [...asked, `*://*.${NEUTRAL_ZONE}/*`].sort() : asked
}

function secondOpinions(settings: Choices): string[] {
  return [
    ...RESOLVERS.map(({ url }) => url),
    settings.customResolver ?? '',
    ...(settings.controlHelpers ?? CONTROL_HELPERS.map(({ url }) => url)),
    settings.snapshot?.url ?? '',
    settings.networkLookup ?? '',
    ...NETWORK_LOOKUPS.flatMap(({ urls }) => urls),
    ...FILTER_CANARIES,
    ...(settings.transferMegabytes ? TRANSFER_CONTROLS.map((url) => url.replace('{bytes}', '0')) : []),
  ]
}
