import type { Failure, Observation, ReferenceObservation } from '../../core/model/observation.ts'
import type { FingerprintIndex } from '../fingerprints/match.ts'
import { HAS_SYSTEM_DNS } from '../platform/system-dns.ts'
import type { Opinions } from '../settings/opinions.ts'
import { lookAtAddress } from './address.ts'
import { calibrate } from './calibration.ts'
import { lookAtCanaries } from './canaries.ts'
import type { Connections } from './connections.ts'
import type { Control } from './control.ts'
import { askResolver } from './doh.ts'
import { shakeHands } from './handshake.ts'
import { LIMITS } from './limits.ts'
import { mayHaveOwn } from './own-connection.ts'
import { lookAtPage } from './page.ts'
import type { Resolver } from './parties.ts'
import { reachable } from './reachable.ts'
import { recogniser, withKnownAddresses } from './recognise.ts'
import { lookAtReferences } from './references.ts'
import type { RequestLog } from './request-log.ts'
import { askSystemDns } from './system-dns.ts'
import type { CarryOut } from './target.ts'
import { tap } from './transfer.ts'
import type { TransferBudget } from './transfer-budget.ts'
import { transferSeries } from './transfer-series.ts'
import type { Turns } from './turns.ts'
import { Wakefulness } from './wakefulness.ts'

export interface CarryOutDeps {
  log: RequestLog
  connections: Connections
  resolvers: readonly Resolver[]
  country: string
  signal: AbortSignal
  allowed: Pick<Opinions, 'canaries' | 'neutral'>
  control: Pick<Control, 'ask'>
  /** The user's imported lists, if any. */
  fingerprints: FingerprintIndex | null
  turns: Turns
  budget: TransferBudget
}

/** Timers may ring a moment before their time by another clock. */
const CLOCK_SLACK_MS = 20

/** After the device's network changed under a request, before it is asked once more. */
const CHANGE_SETTLE_MS = 1_500

/**
 * A change of network cuts every request off, whatever its host, and a pause of the device spoils its times: that look
 * is thrown away and made again, once.
 */
async function onceMoreAfterChange<T>(
  awake: Wakefulness,
  signal: AbortSignal,
  look: () => Promise<T>,
  cut: (seen: T) => boolean,
): Promise<T> {
  const { result, stopped } = await awake.during(look)
  if (!(stopped || cut(result)) || signal.aborted) return result
  await new Promise((resolve) => setTimeout(resolve, CHANGE_SETTLE_MS))
  return look()
}

/**
 * Connections kept open over a change of network hang although the new one works, until Firefox drops them after 5 s
 * (network.http.network-changed.timeout): asked again, new ones are opened.
 */
const wentSilent = (all: ReferenceObservation[]): boolean =>
  all.length > 0 && all.every((o) => o.failure && ['timed_out', 'local.cancelled'].includes(o.failure.code))

const wasCut = (o: { failure: Failure | null }): boolean => o.failure?.code === 'local.network_changed'

/** References that began less than this before are shared by targets that fail together. */
const SHARE_MS = 2_000

/** The first to ask pays: the others share what it brought at no cost. */
function sharedOnce<T extends Observation>(look: () => Promise<T[]>): () => Promise<T[]> {
  let result: Promise<T[]> | null = null
  return async () => {
    if (result) return (await result).map(free)
    result = look()
    return result
  }
}

const free = <T extends Observation>(o: T): T => ({ ...o, requests: 0, bytes: 0 })

/** What one sweep looks with: its looks share reference checks, canaries and the calibration. */
export function lookingWith(
  deps: CarryOutDeps,
): CarryOut & { references: () => Promise<ReferenceObservation[]>; end: () => void } {
  const { log, connections } = deps
  const awake = new Wakefulness()
  let shared: { at: number; look: () => Promise<ReferenceObservation[]> } | null = null
  const calibration = sharedOnce(async () => [await calibrate(log, connections, deps.signal)])
  const canaries = sharedOnce(() => lookAtCanaries(log, deps.signal))

  const references = () => {
    const now = performance.now()
    if (!shared || now - shared.at > SHARE_MS) {
      const look = () => lookAtReferences(log, deps.country, deps.signal)
      const cut = (all: ReferenceObservation[]) => all.some(wasCut) || wentSilent(all)
      shared = { at: now, look: sharedOnce(() => onceMoreAfterChange(awake, deps.signal, look, cut)) }
    }
    return shared.look()
  }

  /** Those whose roots or addresses this sweep has seen, however long ago. */
  const knownReferences = async () => {
    const known = shared ? (await shared.look()).filter((o) => o.root !== null || o.ip !== null) : []
    return known.length > 0 ? known : references()
  }

  /** Pages cut off by our clock in the middle: their connection is frozen, or full of what is still to come. */
  const crowded = new Set<string>()

  const carryOut: CarryOut = async (look, cutOff): Promise<Observation[]> => {
    // What targets share must not end with one of them.
    const signal = AbortSignal.any([deps.signal, cutOff])
    switch (look.kind) {
      case 'page': {
        const { inspect, found } = recogniser(deps.fingerprints)
        const ownConnection = look.role === 'repeat' && crowded.has(look.url) && (await mayHaveOwn())
        const see = () => lookAtPage(log, { ...look, signal, connections, inspect, ownConnection })
        const ask = () => onceMoreAfterChange(awake, signal, see, wasCut)
        const page = await (look.role === 'target' ? deps.turns.firstLook(ask) : ask())
        if (page.response?.truncated && page.ms >= look.timeoutMs - CLOCK_SLACK_MS)
          crowded.add(look.url).add(page.response.url)
        return [page, ...found()]
      }
      case 'doh':
        return Promise.all(
          (await reachable(deps.resolvers)).map((r) => askResolver(log, r, look.name, look.type, signal)),
        )
      case 'system-dns':
        return HAS_SYSTEM_DNS ? withKnownAddresses(deps.fingerprints, await askSystemDns(look.name)) : []
      case 'address': {
        if (look.via === 'neutral' && !deps.allowed.neutral) return []
        const ask = () => lookAtAddress(log, { ...look, signal, connections })
        return [await onceMoreAfterChange(awake, signal, ask, wasCut)]
      }
      case 'references':
        return look.known ? knownReferences() : references()
      case 'calibration':
        return calibration()
      case 'control':
        return [await deps.control.ask(look)]
      case 'handshake': {
        const seen = await shakeHands(log, { ...look, signal })
        return seen ? [seen] : []
      }
      case 'canaries':
        return deps.allowed.canaries ? canaries() : []
      case 'transfers':
        return transfers(deps, look.url, signal, crowded.has(look.url) && (await mayHaveOwn()))
    }
  }
  return Object.assign(carryOut, { references, end: () => awake.end() })
}

/** A series within the budget, when its turn has come. */
async function transfers(
  { log, turns, budget }: CarryOutDeps,
  url: string,
  signal: AbortSignal,
  ownConnection: boolean,
): Promise<Observation[]> {
  if (!budget.take()) return []
  const work = () =>
    transferSeries(url, signal, (side, from) => {
      const own = side === 'target' && ownConnection
      const firstWaitMs = side === 'target' && !own ? LIMITS.transferFirstWaitMs : LIMITS.transferWaitMs
      return tap(log, { side, url: from, credentials: own ? 'include' : 'omit', firstWaitMs, signal })
    })
  const seen = (await turns.alone(work, LIMITS.transferTurnMs, signal)) ?? []
  await budget.spent(seen.reduce((sum, { bytes }) => sum + bytes, 0))
  return seen
}
