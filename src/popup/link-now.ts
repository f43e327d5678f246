import type { Finding } from '../../core/connectivity/findings.ts'
import type { Level, NoLevel } from '../../core/stats/level.ts'
import { linkFindings } from '../history/link-findings.ts'
import { levelNow } from '../history/link-level.ts'
import type { HistoryReader } from '../history/open-for-reading.ts'
import { outagesIn, type SeenOutage } from '../history/outages.ts'
import { workedIn } from '../history/worked-in-outage.ts'
import { hostOf } from '../ui/words.ts'
import type { Snapshot } from './snapshot.ts'

/** The state of the connection beyond its last heartbeat. */
export interface LinkNow {
  /** The newest outage of the last day on this network. */
  outage: SeenOutage | null
  /** Hosts that answered inside it: references, then sites of the list. */
  worked: string[]
  level: Level | NoLevel
  findings: Finding[]
  /** Sites inside the country are silent while those abroad answer. */
  domestic: boolean
}

const DAY = 24 * 60 * 60_000

/** null when there is nothing to read. */
export async function readLink(
  reader: HistoryReader,
  { rows, network }: Snapshot,
  country: string,
  now: number,
): Promise<LinkNow | null> {
  const reading = await reader.read(async (db): Promise<LinkNow> => {
    const targets = rows.map(({ target }) => target)
    const [[outage = null], level, findings] = await Promise.all([
      outagesIn(db, { from: now - DAY, to: now, limit: 1, networkId: network.id }),
      levelNow(db, network.id, now),
      linkFindings(db, network.id, targets, country, now),
    ])
    const ids = targets.map(({ id }) => id)
    const opened = outage ? await workedIn(db, outage.outage, ids, now) : []
    const worked = [
      ...Object.keys(outage?.outage.worked ?? {}),
      ...opened.filter(({ reachable }) => reachable > 0).map(({ targetId }) => hostOf(targetId)),
    ]
    const domestic = findings.some(({ id }) => id === 'domestic-outage')
    return { outage, worked: [...new Set(worked.map(bare))], level, findings, domestic }
  })
  return reading.state === 'ready' ? reading.value : null
}

const bare = (host: string): string => host.replace(/^www\./, '')
