import type { ReferenceObservation, SkippedObservation } from '../../core/model/observation.ts'
import { judge } from '../../core/verdict/judge.ts'
import { loadFingerprints } from '../fingerprints/store.ts'
import type { Sweep } from '../history/records.ts'
import { lookingWith } from '../measure/carry-out.ts'
import { makeControl } from '../measure/control.ts'
import { RESOLVERS, type Resolver } from '../measure/parties.ts'
import { RequestLog } from '../measure/request-log.ts'
import { type MeasuredTarget, measureTarget } from '../measure/target.ts'
import { transferBudget } from '../measure/transfer-budget.ts'
import { Turns } from '../measure/turns.ts'
import { keepAlive } from '../platform/keep-alive.ts'
import { mayReach, mayReachAll } from '../platform/permissions.ts'
import { BROWSER } from '../platform/which.ts'
import { opinionsAllowed } from '../settings/opinions.ts'
import type { Settings } from '../settings/settings.ts'
import { loadConnections, saveConnections } from './connections-kept.ts'
import { takeLease } from './lease.ts'
import type { Pace } from './pace.ts'
import type { Instruments } from './ports.ts'

export function resolversOf(settings: Settings): readonly Resolver[] {
  const { customResolver } = settings
  if (!opinionsAllowed(settings).resolvers) return []
  const own = customResolver
    ? [{ id: 'custom', name: new URL(customResolver).hostname, url: customResolver }]
    : []
  return [...own, ...RESOLVERS]
}

/** What one run of a sweep measures with. Holds the lease and keeps the background alive until released. */
export async function makeInstruments(
  sweep: Sweep,
  signal: AbortSignal,
  settings: Settings,
  pace: Pace,
): Promise<Instruments> {
  const log = new RequestLog()
  const { country, transferMegabytes } = settings
  const allowed = opinionsAllowed(settings)
  const [allSites, connections, control, fingerprints, budget] = await Promise.all([
    mayReachAll(),
    loadConnections(),
    makeControl({ settings, log, signal }),
    loadFingerprints(),
    transferBudget(allowed.transfers ? transferMegabytes : 0),
  ])
  const owed = sweep.items.filter((item) => !item.done).map(({ url }) => new URL(url).host)
  connections.expect(owed, Date.now())
  // Ended in the middle, we leave connections open that nobody would know for ours.
  await saveConnections(connections)
  // Nothing may fail from here to the return: who would let go of the lease?
  const endLease = await takeLease(sweep.id, log.listen)
  const letGo = keepAlive(pace.keepAliveMs)
  performance.setResourceTimingBufferSize(5_000)
  const looking = lookingWith({
    log,
    connections,
    resolvers: resolversOf(settings),
    country,
    signal,
    allowed,
    control,
    fingerprints,
    turns: new Turns(),
    budget,
  })

  return {
    references: () => looking.references(),
    async measure(url, link, references, how) {
      if (!(await mayReach(url))) return skipped(url, 'permission', allSites)
      // Nothing that is asked now would tell of the site, and a portal need not learn the list.
      if (link === 'offline' || link === 'portal') return untouched(url, references, allSites)
      const measured = await measureTarget({
        url,
        allSites,
        country,
        secondOpinions: allowed.resolvers,
        control: control.available,
        transfers: () => budget.hasRoom(),
        ...how,
        carryOut: looking,
        signal,
      }).catch((error: unknown) => {
        // A fault of ours with one site must not end the sweep for the others.
        console.error('measure', url, error)
        return skipped(url, 'interrupted', allSites)
      })
      // Before the result is kept: were we ended now, its open connection would pass for another name's.
      await saveConnections(connections)
      return measured
    },
    release() {
      endLease()
      letGo()
      looking.end()
      performance.clearResourceTimings()
    },
  }
}

function skipped(url: string, reason: SkippedObservation['reason'], allSites: boolean): MeasuredTarget {
  const seen = { v: 2, kind: 'skipped', at: Date.now(), ms: 0, requests: 0, bytes: 0, reason } as const
  const verdict = judge({ url, browser: BROWSER, allSites, observations: [seen] })
  return { observations: [seen], verdict, ms: 0, requests: 0, bytes: 0 }
}

function untouched(url: string, references: ReferenceObservation[], allSites: boolean): MeasuredTarget {
  const observations = references.map((o) => ({ ...o, requests: 0, bytes: 0 }))
  const verdict = judge({ url, browser: BROWSER, allSites, observations })
  return { observations, verdict, ms: 0, requests: 0, bytes: 0 }
}
