import type { Step } from './backfill.ts'
import { countTick } from './link-hour.ts'
import type { LinkHour } from './records.ts'
import { DAY_MS, dayOf, hourOf } from './rollup.ts'
import { readRow, TickSchema } from './stored.ts'
import { LinkHourSchema } from './stored-link.ts'

/** One day of heartbeats, counted by network and hour. */
export const tickStep: Step = async (tx, after) => {
  const ticks = tx.objectStore('ticks')
  const ahead = after === null ? null : IDBKeyRange.lowerBound(after, true)
  const first = (await ticks.openKeyCursor(ahead))?.primaryKey
  if (typeof first !== 'number') return null
  const end = dayOf(first) + DAY_MS
  const hours = new Map<string, LinkHour>()
  for (const row of await ticks.getAll(IDBKeyRange.bound(first, end, false, true))) {
    const tick = readRow(TickSchema, row)
    if (!tick) continue
    const key = `${hourOf(tick.at)} ${tick.networkId}`
    hours.set(key, countTick(hours.get(key) ?? null, tick, tick.connectivity))
  }
  const store = tx.objectStore('linkHours')
  for (const hour of hours.values()) {
    const told = readRow(LinkHourSchema, await store.get([hour.networkId, hour.hour]))
    // As many were told as they came, with what was known then: those stay.
    if (told && ticksIn(told) >= ticksIn(hour)) continue
    await store.put({ ...hour, inOutage: told?.inOutage ?? false })
  }
  return end - 1
}

const ticksIn = ({ states }: LinkHour) => Object.values(states).reduce((sum, n) => sum + n, 0)
