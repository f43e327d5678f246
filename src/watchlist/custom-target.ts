import type { Target } from '../../core/model/target.ts'
import { parseTargetUrl, type TargetUrlError } from '../../core/net/url.ts'
import { starterTargets } from './targets.ts'

export type CustomTarget = { ok: true; target: Target } | { ok: false; error: TargetUrlError }

/**
 * What the user typed, as a target of their own. A site that is also on the built-in list keeps its category and
 * its sensitivity.
 */
export function customTarget(entry: string, at: number): CustomTarget {
  const parsed = parseTargetUrl(entry)
  if (!parsed.ok) return parsed
  const { url } = parsed
  const known = starterTargets(at).find((target) => target.id === url)
  return {
    ok: true,
    target: {
      id: url,
      url,
      category: known?.category ?? 'MISC',
      group: 'custom',
      sensitive: known?.sensitive ?? false,
      enabled: true,
      addedAt: at,
    },
  }
}
