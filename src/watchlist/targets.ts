import { TARGET_GROUPS, type Target } from '../../core/model/target.ts'
import type { Settings } from '../settings/settings.ts'
import { SENSITIVE_GROUPS, STARTER } from './starter.ts'

/** The built-in list as targets, in the order of the groups. `at`: when they are added, epoch ms. */
export function starterTargets(at: number): Target[] {
  return TARGET_GROUPS.flatMap((group) =>
    group === 'custom'
      ? []
      : STARTER[group].map(([category, url]) => ({
          id: url,
          url,
          category,
          group,
          sensitive: SENSITIVE_GROUPS.has(group),
          enabled: true,
          addedAt: at,
        })),
  )
}

/** The targets to measure: switched on themselves, and of a group the user has on. */
export function enabledTargets<T extends Pick<Target, 'group' | 'enabled'>>(
  targets: readonly T[],
  settings: Pick<Settings, 'groups'>,
): T[] {
  return targets.filter((target) => target.enabled && settings.groups[target.group])
}

/** Whether a target id belongs to the built-in list. */
export function isBuiltIn(id: string): boolean {
  return Object.values(STARTER).some((sites) => sites.some(([, url]) => url === id))
}
