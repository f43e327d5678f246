import type { Target } from '../../core/model/target.ts'
import { BROWSER } from '../platform/which.ts'
import type { Settings } from '../settings/settings.ts'
import { originsOf } from '../watchlist/origins.ts'
import { partyOrigins } from '../watchlist/party-origins.ts'
import { enabledTargets } from '../watchlist/targets.ts'

/** Host access that "only the sites on my list" stands for: the sites themselves and those who tell our link's state. */
export function listOrigins(
  targets: readonly Target[],
  settings: Pick<Settings, 'groups' | 'secondOpinions' | 'customResolver' | 'country'>,
): string[] {
  const listed = originsOf(enabledTargets(targets, settings).map((target) => target.url))
  return [...new Set([...listed, ...partyOrigins(settings, BROWSER)])]
}
