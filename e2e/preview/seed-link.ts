import type { LinkFold } from '../../core/connectivity/fold.ts'
import { followLink } from '../../core/connectivity/follow.ts'
import type { Tick, TickHost } from '../../core/connectivity/tick.ts'
import type { Connectivity } from '../../core/model/status.ts'
import { LINK_KEY } from '../../src/history/link-fold.ts'
import { countTick } from '../../src/history/link-hour.ts'
import type { LinkHour, Meta, Outage } from '../../src/history/records.ts'
import { FOREIGN_REFERENCES, IN_COUNTRY_REFERENCES } from '../../src/measure/parties.ts'
import { HERE } from './seed-networks.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const PERIOD = 5 * MINUTE

/** What the link was so many hours before now; null for nobody watched. */
export type LinkStory = (hoursAgo: number) => Connectivity | null

export interface SeededLink {
  ticks: Tick[]
  linkHours: LinkHour[]
  outages: Outage[]
  meta: Meta[]
}

/** A day of heartbeats, followed by the very code that follows real ones, after a month in which all was well. */
export function seededLink(story: LinkStory, now: number): SeededLink {
  let fold: LinkFold | null = null
  const ticks: Tick[] = []
  const hours = new Map<number, LinkHour>(ordinaryMonth(now).map((hour) => [hour.hour, hour]))
  const outages = new Map<string, Outage>()
  for (let at = now - DAY; at < now - MINUTE; at += PERIOD) {
    const state = story((now - at) / HOUR)
    if (state === null) continue
    const tick = beat(state, at, now)
    const followed = followLink(fold, tick)
    fold = followed.fold
    ticks.push(tick)
    const hour = Math.floor(at / HOUR) * HOUR
    hours.set(hour, countTick(hours.get(hour) ?? null, tick, followed.word))
    for (const outage of followed.outages) outages.set(outage.id, outage)
  }
  return {
    ticks: ticks.slice(-40),
    linkHours: [...hours.values()],
    outages: [...outages.values()],
    meta: fold ? [{ key: LINK_KEY, value: fold }] : [],
  }
}

function ordinaryMonth(now: number): LinkHour[] {
  const last = Math.floor((now - DAY) / HOUR) * HOUR - HOUR
  return Array.from({ length: 30 * 24 }, (_, i) => ({
    networkId: HERE,
    hour: last - i * HOUR,
    states: { online: 12 },
    asked: 84,
    answered: 83,
    inOutage: false,
  }))
}

function beat(connectivity: Connectivity, at: number, now: number): Tick {
  const hosts: Record<string, TickHost> = {
    ...answering(FOREIGN_REFERENCES, 'foreign', connectivity === 'online'),
    ...answering(IN_COUNTRY_REFERENCES.KZ ?? [], 'in-country', connectivity !== 'offline'),
  }
  return {
    at,
    scheduledAt: at,
    monotonic: at - (now - DAY),
    networkId: HERE,
    connectivity,
    references: Object.fromEntries(Object.entries(hosts).map(([host, { ok }]) => [host, ok])),
    detail: { session: 'seed', cause: 'beat', light: false, hosts, periodMs: PERIOD },
  }
}

function answering(urls: readonly string[], group: TickHost['group'], ok: boolean): Record<string, TickHost> {
  return Object.fromEntries(urls.map((url) => [new URL(url).hostname, { group, ok, ms: ok ? 140 : 10_000 }]))
}
