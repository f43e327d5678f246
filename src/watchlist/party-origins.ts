import {
  CALIBRATION_HOSTS,
  FOREIGN_REFERENCES,
  IN_COUNTRY_REFERENCES,
  PORTAL_CHECKS,
  RESOLVERS,
} from '../measure/parties.ts'
import type { Settings } from '../settings/settings.ts'
import { originsOf } from './origins.ts'

/**
 * Match patterns for the third parties that these settings make us ask, beside the listed sites: reference hosts
 * and portal checks always, resolvers when second opinions are on, certificate test hosts in Firefox.
 */
export function partyOrigins(
  settings: Pick<Settings, 'secondOpinions' | 'customResolver' | 'country'>,
  browser: 'chromium' | 'firefox',
): string[] {
  const resolvers = [...RESOLVERS.map(({ url }) => url), settings.customResolver ?? '']
  return originsOf([
    ...FOREIGN_REFERENCES,
    ...(IN_COUNTRY_REFERENCES[settings.country] ?? []),
    ...PORTAL_CHECKS.map(({ url }) => url),
    ...(settings.secondOpinions ? resolvers : []),
    ...(browser === 'firefox' ? CALIBRATION_HOSTS.map(({ url }) => url) : []),
  ])
}
