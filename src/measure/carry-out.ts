import type {
  CalibrationObservation,
  Observation,
  ReferenceObservation,
} from '../../core/model/observation.ts'
import { HAS_SYSTEM_DNS } from '../platform/system-dns.ts'
import { lookAtAddress } from './address.ts'
import { calibrate } from './calibration.ts'
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
  resolvers: readonly Resolver[]
  country: string
  signal: AbortSignal
}

/** References that began less than this before are shared by targets that fail together. */
const SHARE_MS = 2_000

/** What one sweep looks with: its looks share reference checks and the calibration. */
export function lookingWith(
  deps: CarryOutDeps,
): CarryOut & { references: () => Promise<ReferenceObservation[]> } {
  const { log, signal } = deps
  let shared: { at: number; result: Promise<ReferenceObservation[]> } | null = null
  let calibration: Promise<CalibrationObservation> | null = null

  const references = () => {
    const now = performance.now()
    if (!shared || now - shared.at > SHARE_MS) {
      shared = { at: now, result: lookAtReferences(log, deps.country, signal) }
    }
    return shared.result
  }

  const carryOut: CarryOut = async (look): Promise<Observation[]> => {
    switch (look.kind) {
      case 'page':
        return [await lookAtPage(log, { ...look, signal })]
      case 'doh':
        return Promise.all(
          (await reachable(deps.resolvers)).map((r) => askResolver(log, r, look.name, look.type, signal)),
        )
      case 'system-dns':
        return HAS_SYSTEM_DNS ? [await askSystemDns(look.name)] : []
      case 'address':
        return [await lookAtAddress(log, { ...look, signal })]
      case 'references':
        // Shared results cost each target nothing: the sweep counts them once.
        return (await references()).map((o) => ({ ...o, requests: 0, bytes: 0 }))
      case 'calibration':
        calibration ??= calibrate(log, signal)
        return [{ ...(await calibration), requests: 0, bytes: 0 }]
    }
  }
  return Object.assign(carryOut, { references })
}
