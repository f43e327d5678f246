import { followLink } from '../../core/connectivity/follow.ts'
import { LINK_KEY, LinkFoldSchema } from './link-fold.ts'
import { countTick } from './link-hour.ts'
import type { Tick } from './records.ts'
import { hourOf } from './rollup.ts'
import type { HistoryDb } from './schema.ts'
import { readRow } from './stored.ts'
import { LinkHourSchema } from './stored-link.ts'
import { together, writeAll } from './transaction.ts'

/**
 * Writes one heartbeat in one transaction: itself, its hour's counts, what it means for outages, and what must be
 * remembered for the next. Either all of it is stored or nothing; the same `at` a second time changes nothing. While
 * nobody can say which network it is, it is stored under the one whose line it is.
 */
export function recordTick(db: HistoryDb, heartbeat: Tick): Promise<void> {
  const stores = ['ticks', 'linkHours', 'outages', 'meta'] as const
  return writeAll(db, [...stores], async (tx) => {
    const ticks = tx.objectStore('ticks')
    const hours = tx.objectStore('linkHours')
    const meta = tx.objectStore('meta')
    const [known, kept] = await Promise.all([ticks.getKey(heartbeat.at), meta.get(LINK_KEY)])
    if (known !== undefined) return

    const before = readRow(LinkFoldSchema, kept?.value)
    const { fold, outages, networkId, word, trouble } = followLink(before, heartbeat)
    const tick = { ...heartbeat, networkId }
    const hour = readRow(LinkHourSchema, await hours.get([networkId, hourOf(tick.at)]))
    await together(
      () => ticks.put(tick),
      () => hours.put(countTick(hour, tick, word)),
      () => meta.put({ key: LINK_KEY, value: fold }),
      ...outages.map((outage) => () => tx.objectStore('outages').put(outage)),
    )
    if (!trouble) return
    const range = IDBKeyRange.bound([networkId, hourOf(trouble.from)], [networkId, hourOf(trouble.to)])
    for (const row of await hours.getAll(range))
      if (!row.inOutage) await hours.put({ ...row, inOutage: true })
  })
}
