import type { ReferenceObservation } from '../model/observation.ts'
import { answered, clockOf, linkState, tells } from './link.ts'
import type { Tick, TickDetail, TickHost } from './tick.ts'

export type Beat = Pick<Tick, 'at' | 'scheduledAt' | 'monotonic' | 'networkId'> & Omit<TickDetail, 'hosts'>

/**
 * A heartbeat from what the reference hosts said. A host that an ad blocker or a policy stopped was not asked; a portal
 * check counts when its page was whole; of hosts looked at more than once the latest look counts.
 */
export function tickOf(references: readonly ReferenceObservation[], beat: Beat): Tick {
  const { at, scheduledAt, monotonic, networkId, session, cause, light, periodMs } = beat
  const telling = references.filter(tells).sort((a, b) => a.at - b.at)
  const clock = clockOf(telling)
  const hosts: Record<string, TickHost> = {}
  for (const seen of telling) {
    const ok = seen.group === 'portal' ? seen.ok && !seen.altered : answered(seen, clock)
    hosts[new URL(seen.url).hostname] = { group: seen.group, ok, ms: seen.ms }
  }
  return {
    at,
    scheduledAt,
    monotonic,
    networkId,
    connectivity: linkState(references),
    references: Object.fromEntries(Object.entries(hosts).map(([host, { ok }]) => [host, ok])),
    detail: { session, cause, light, hosts, periodMs },
  }
}
