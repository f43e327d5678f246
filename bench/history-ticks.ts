import type { LinkFold } from '../core/connectivity/fold.ts'
import { type FollowedLink, followLink } from '../core/connectivity/follow.ts'
import type { TickHost } from '../core/connectivity/tick.ts'
import { LINK_KEY } from '../src/history/link-fold.ts'
import { countTick } from '../src/history/link-hour.ts'
import type { LinkHour, Outage, Tick } from '../src/history/records.ts'
import { hourOf } from '../src/history/rollup.ts'
import type { Row } from './history-rows.ts'
import { dice, isOffline, networkAt, startOf, type WorldSize } from './history-world.ts'

const PERIOD_MS = 300_000
const HOSTS = ['detectportal', 'one', 'two', 'three', 'mail', 'news', 'bank', 'gov'].map(
  (name) => `${name}.example`,
)

/** A year of heartbeats, and what following them one by one leaves: hours of the link, outages, what to go on from. */
export function* tickRows(size: WorldSize): Generator<Row> {
  const hours = new Map<string, LinkHour>()
  const outages = new Map<string, Outage>()
  let fold: LinkFold | null = null
  for (let at = startOf(size); at < size.end; at += PERIOD_MS) {
    const beat = tickAt(at, isOffline(at, startOf(size)))
    const followed: FollowedLink = followLink(fold, beat)
    fold = followed.fold
    const { networkId } = followed
    const tick = { ...beat, networkId }
    for (const outage of followed.outages) outages.set(outage.id, outage)
    const key = `${networkId} ${hourOf(at)}`
    const inOutage = followed.trouble !== null || (hours.get(key)?.inOutage ?? false)
    hours.set(key, { ...countTick(hours.get(key) ?? null, tick, followed.word), inOutage })
    yield { store: 'ticks', value: tick }
  }
  for (const value of hours.values()) yield { store: 'linkHours', value }
  for (const value of outages.values()) yield { store: 'outages', value }
  yield { store: 'meta', value: { key: LINK_KEY, value: fold } }
}

function tickAt(at: number, offline: boolean): Tick {
  const hosts = HOSTS.map((host, i): [string, TickHost] => [
    host,
    {
      group: i === 0 ? 'portal' : i < 4 ? 'foreign' : 'in-country',
      ok: !offline,
      ms: Math.round(40 + 60 * dice(at / 1000 + i)),
    },
  ])
  return {
    at,
    scheduledAt: at,
    monotonic: at % 86_400_000,
    networkId: networkAt(at),
    connectivity: offline ? 'offline' : 'online',
    references: Object.fromEntries(hosts.map(([host, { ok }]) => [host, ok])),
    detail: {
      session: 'bench',
      cause: 'beat',
      light: false,
      hosts: Object.fromEntries(hosts),
      periodMs: PERIOD_MS,
    },
  }
}
