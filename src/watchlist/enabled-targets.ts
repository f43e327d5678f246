import type { Target } from '../../core/model/target.ts'
import type { Settings } from '../settings/settings.ts'

/** The targets to measure: switched on themselves, and of a group the user has on. */
export function enabledTargets<T extends Pick<Target, 'group' | 'enabled'>>(
  targets: readonly T[],
  settings: Pick<Settings, 'groups'>,
): T[] {
  return targets.filter((target) => target.enabled && settings.groups[target.group])
}
