import type { History } from '../history/open.ts'
import { armedRetests } from '../history/retests.ts'
import { listTargets } from '../history/targets.ts'
import type { Settings } from '../settings/settings.ts'
import { enabledTargets } from '../watchlist/enabled-targets.ts'
import type { Retest } from './ports.ts'

/** The soon-retests of this network, of listed targets only: what was checked once is not asked behind one's back. */
export function retestsArmed(history: History, settings: Settings, networkId: string): Promise<Retest[]> {
  return history.withDb(async (db) => {
    const armed = await armedRetests(db, networkId)
    if (armed.length === 0) return []
    const listed = new Map(enabledTargets(await listTargets(db), settings).map((t) => [t.id, t.url]))
    return armed.flatMap(({ targetId, at }) => {
      const url = listed.get(targetId)
      return url === undefined ? [] : [{ id: targetId, url, at }]
    })
  })
}
