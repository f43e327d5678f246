import type {
  CalibrationObservation,
  Failure,
  Observation,
  ReferenceObservation,
} from '../../core/model/observation.ts'
import { HAS_SYSTEM_DNS } from '../platform/system-dns.ts'
import { lookAtAddress } from './address.ts'
import { calibrate } from './calibration.ts'
import type { Connections } from './connections.ts'
import { askResolver } from './doh.ts'
import { lookAtPage } from './page.ts'
import type { Resolver } from './parties.ts'
import { reachable } from './reachable.ts'
import { lookAtReferences } from './references.ts'
import type { RequestLog } from './request-log.ts'
import { askSystemDns } from './system-dns.ts'
import type { CarryOut } from './target.ts'

export interface CarryOutDeps {
  log: RequestLog
  connections: Connections
  resolvers: readonly Resolver[]
  country: string
  signal: AbortSignal
}

/** After the device's network changed under a request, before it is asked once more. */
const CHANGE_SETTLE_MS = 1_500

/** A change of network cuts every request off, whatever its host: that look is thrown away and made again, once. */
async function onceMoreAfterChange<T>(
  signal: AbortSignal,
  look: () => Promise<T>,
  cut: (seen: T) => boolean,
): Promise<T> {
  const seen = await look()
  if (!cut(seen) || signal.aborted) return seen
  await new Promise((resolve) => setTimeout(resolve, CHANGE_SETTLE_MS))
  return look()
}

/** Connections kept open over a change of network hang although the new one works; asked again, new ones are opened. */
const wentSilent = (all: ReferenceObservation[]): boolean =>
  all.length > 0 && all.every((o) => o.failure?.code === 'timed_out')

const wasCut = (o: { failure: Failure | null }): boolean => o.failure?.code === 'local.network_changed'

/** References that began less than this before are shared by targets that fail together. */
const SHARE_MS = 2_000

/** What one sweep looks with: its looks share reference checks and the calibration. */
export function lookingWith(
  deps: CarryOutDeps,
): CarryOut & { references: () => Promise<ReferenceObservation[]> } {
  const { log, signal, connections } = deps
  let shared: { at: number; result: Promise<ReferenceObservation[]> } | null = null
  let calibration: Promise<CalibrationObservation> | null = null

  const references = () => {
    const now = performance.now()
    if (!shared || now - shared.at > SHARE_MS) {
      const look = () => lookAtReferences(log, deps.country, signal)
      shared = {
        at: now,
        result: onceMoreAfterChange(signal, look, (all) => all.some(wasCut) || wentSilent(all)),
      }
    }
    return shared.result
  }

  const carryOut: CarryOut = async (look): Promise<Observation[]> => {
    switch (look.kind) {
      case 'page':
        return [
          await onceMoreAfterChange(signal, () => lookAtPage(log, { ...look, signal, connections }), wasCut),
        ]
      case 'doh':
        return Promise.all(
          (await reachable(deps.resolvers)).map((r) => askResolver(log, r, look.name, look.type, signal)),
        )
      case 'system-dns':
        return HAS_SYSTEM_DNS ? [await askSystemDns(look.name)] : []
      case 'address':
        return [
          await onceMoreAfterChange(
            signal,
            () => lookAtAddress(log, { ...look, signal, connections }),
            wasCut,
          ),
        ]
      case 'references':
        // Shared results cost each target nothing: the sweep counts them once.
        return (await references()).map((o) => ({ ...o, requests: 0, bytes: 0 }))
      case 'calibration':
        calibration ??= calibrate(log, connections, signal)
        return [{ ...(await calibration), requests: 0, bytes: 0 }]
    }
  }
  return Object.assign(carryOut, { references })
}
