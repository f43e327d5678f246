import type { History } from '../history/open.ts'
import { statusList } from '../history/read.ts'
import { currentNetworkId } from '../networks/current.ts'
import { browser } from '../platform/browser.ts'
import { mayReach } from '../platform/permissions.ts'
import type { Sweeper } from '../schedule/sweeper.ts'

/**
 * Host access was given or taken away, perhaps on the browser's own page: the targets it concerns are looked at
 * at once, which for a lost one only records that nothing may be asked.
 */
export function onAccessChanged(history: History, sweeper: Sweeper): void {
  const review = async () => {
    const networkId = await currentNetworkId()
    const { rows } = await history.withDb((db) => statusList(db, networkId))
    const changed = []
    for (const { target, latest } of rows) {
      if (!target.enabled || !latest) continue
      const lacking = latest.verdict.reason === 'permission'
      if (lacking === (await mayReach(target.url))) changed.push({ id: target.id, url: target.url })
    }
    if (changed.length > 0) await sweeper.start('now', changed)
  }
  const noticed = () => void review().catch((error: unknown) => console.error('access', error))
  browser.permissions.onRemoved.addListener(noticed)
  browser.permissions.onAdded.addListener(noticed)
}
