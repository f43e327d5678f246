import type { Verdict } from '../../core/model/verdict.ts'
import type { History } from '../history/open.ts'
import { statusList } from '../history/read.ts'
import { currentNetworkId } from '../networks/current.ts'
import { browser } from '../platform/browser.ts'
import { mayReach, mayReachAll } from '../platform/permissions.ts'
import type { Sweeper } from '../schedule/sweeper.ts'

/** The rule that says: with access to all sites the layer could be isolated (core/verdict/judge.ts). */
const LISTED_SITES_CEILING = 'ceiling.listed-sites-only'

export interface Access {
  /** To the target itself. */
  own: boolean
  allSites: boolean
}

/** Whether the last look was made under another access than there is now, so that a new one would tell another thing. */
export function isOutdated({ reason, rules }: Pick<Verdict, 'reason' | 'rules'>, access: Access): boolean {
  if ((reason === 'permission') === access.own) return true
  return access.allSites && rules.includes(LISTED_SITES_CEILING)
}

/**
 * Host access was given or taken away, perhaps on the browser's own page: the targets it concerns are looked at
 * at once, which for a lost one only records that nothing may be asked, and for all sites isolates the layer.
 */
export function onAccessChanged(history: History, sweeper: Sweeper): void {
  const review = async () => {
    const networkId = await currentNetworkId()
    const { rows } = await history.withDb((db) => statusList(db, networkId))
    const allSites = await mayReachAll()
    const changed = []
    for (const { target, latest } of rows) {
      if (!target.enabled || !latest) continue
      const own = await mayReach(target.url)
      if (isOutdated(latest.verdict, { own, allSites })) changed.push({ id: target.id, url: target.url })
    }
    if (changed.length > 0) await sweeper.start('now', changed)
  }
  const noticed = () => void review().catch((error: unknown) => console.error('access', error))
  browser.permissions.onRemoved.addListener(noticed)
  browser.permissions.onAdded.addListener(noticed)
}
