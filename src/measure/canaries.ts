import type { CanaryObservation } from '../../core/model/observation.ts'
import { HAS_SYSTEM_DNS } from '../platform/system-dns.ts'
import { LIMITS } from './limits.ts'
import { FILTER_CANARIES } from './parties.ts'
import { reachable } from './reachable.ts'
import { lookAtReference } from './references.ts'
import type { RequestLog } from './request-log.ts'
import { askSystemDns } from './system-dns.ts'

/** Asks the names that home filters answer falsely, side by side. Never rejects. */
export async function lookAtCanaries(log: RequestLog, signal: AbortSignal): Promise<CanaryObservation[]> {
  const canaries = await reachable(FILTER_CANARIES.map((url) => ({ url })))
  return Promise.all(canaries.map(({ url }) => lookAtCanary(log, url, signal)))
}

async function lookAtCanary(log: RequestLog, url: string, signal: AbortSignal): Promise<CanaryObservation> {
  const name = new URL(url).hostname
  // Any answer will do, and where it redirects to is not asked: just what a reference host is asked for.
  const asked = lookAtReference(log, { group: 'foreign', url, expected: null }, signal, LIMITS.canaryMs)
  const [answer, dns] = await Promise.all([
    asked,
    HAS_SYSTEM_DNS ? askSystemDns(name, LIMITS.canaryMs) : null,
  ])
  const { v, at, ms, requests, bytes, failure } = answer
  return { v, kind: 'canary', at, ms, requests, bytes, name, addresses: dns?.addresses ?? [], failure }
}
