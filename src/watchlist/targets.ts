import { TARGET_GROUPS, type Target } from '../../core/model/target.ts'
import { SENSITIVE_GROUPS, STARTER } from './starter.ts'

export { enabledTargets } from './enabled-targets.ts'

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

/** Whether a target id belongs to the built-in list. */
export function isBuiltIn(id: string): boolean {
  return Object.values(STARTER).some((sites) => sites.some(([, url]) => url === id))
}
