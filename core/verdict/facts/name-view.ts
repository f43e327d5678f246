import type { SystemDnsObservation } from '../../model/observation.ts'
import { isBogon, isTunnelAddress, normaliseAddress } from '../../net/address.ts'
import type { PlainSight } from './answer.ts'
import type { DohConsensus } from './doh-consensus.ts'
import type { FailureKind } from './failure-kind.ts'
import { type Probe, trusted } from './probes.ts'

/**
 * Where the name led this browser, as far as its looks can tell:
 *  - 'right'     to an address the encrypted resolvers give too, or to a server that behaves as the site does
 *  - 'no-name'   the resolver said there is no such name, or refused or failed
 *  - 'silent'    the resolver never answered
 *  - 'bogon'     to an address no public site can have
 *  - 'elsewhere' to an address no encrypted resolver gives, and what is there is not the site
 *  - 'apart'     to an address no encrypted resolver gives; whether it is the site's (a CDN) is open
 *  - 'unknown'   nothing shows it
 */
export type NameView = 'right' | 'no-name' | 'silent' | 'bogon' | 'elsewhere' | 'apart' | 'unknown'

export interface NameEvidence {
  browser: 'chromium' | 'firefox'
  kind: FailureKind
  /** An end before any TCP connection, or of which no stage is known. */
  beforeTcp: boolean
  failedAfterMs: number
  doh: DohConsensus
  system: SystemDnsObservation | null
  plain: PlainSight | null
  patient: { kind: FailureKind } | null
  closedPortAnswers: boolean
  probes: readonly Probe[]
}

/** A look-up that takes this long and then fails was not refused but ignored: a refusal takes one round trip. */
const SILENCE_MS = 3_000

/** Where the operator's resolver leads, when it was the one that this browser's pages use. */
function systemAddresses(system: SystemDnsObservation | null): string[] {
  if (!system || system.browserUsesDoh === true) return []
  return system.addresses.map(normaliseAddress)
}

/** Addresses the name led to, that were shown to us. */
export function shownAddresses(system: SystemDnsObservation | null, plain: PlainSight | null): string[] {
  return [...new Set([...systemAddresses(system), ...(plain?.ip ? [plain.ip] : [])])]
}

export function nameView(e: NameEvidence): NameView {
  const system = systemAddresses(e.system)
  if (e.kind === 'dns') {
    // The page found no name, the operator's resolver does: something in between (the browser's own DoH).
    if (system.some((a) => e.doh.addresses.includes(a))) return 'right'
    if (system.some(isForged)) return 'bogon'
    if (e.system?.timedOut || e.failedAfterMs >= SILENCE_MS) return 'silent'
    return 'no-name'
  }
  const shown = shownAddresses(e.system, e.plain)
  if (shown.some(isForged)) return 'bogon'
  if (shown.some((a) => e.doh.addresses.includes(a))) return 'right'
  if (e.plain?.genuine) return 'right'
  // A connection that got an answer had an address; only a hanging one may still wait for the resolver.
  if (e.kind === 'timeout' && e.beforeTcp && e.system && e.system.browserUsesDoh !== true) {
    if (e.system.timedOut) return 'silent'
    if (e.system.error !== null) return 'no-name'
  }
  if (e.patient?.kind === 'dns') return 'silent'
  if (e.doh.state !== 'exists') return 'unknown'
  const real = e.probes.filter((p) => e.doh.addresses.includes(p.address))
  const siteUp = real.some((p) => p.answered)
  if (shown.length > 0) return siteUp ? apartOrElsewhere(e, shown) : 'apart'
  // Chromium shows no address of a failed connection. A name whose connection is refused outright while its
  // real addresses all accept one led somewhere else.
  const turnedAway = e.kind === 'refused' || e.kind === 'unreachable'
  if (e.browser === 'chromium' && turnedAway && siteUp && real.every((p) => p.answered)) return 'elsewhere'
  return 'unknown'
}

const isForged = (address: string): boolean => isBogon(address) && !isTunnelAddress(address)

/** The shown address is in no resolver's answer while a real one answers. CDNs do that honestly: look closer. */
function apartOrElsewhere(e: NameEvidence, shown: readonly string[]): NameView {
  if ((e.plain?.score ?? 0) > 0) return 'elsewhere'
  const there = e.probes.filter((p) => shown.includes(p.address))
  if (there.some((p) => p.kind === 'untrusted') || (there.length > 0 && !there.some((p) => p.answered))) {
    return 'elsewhere'
  }
  const hereTrusted = there.some(trusted)
  switch (e.kind) {
    case 'refused':
    case 'unreachable':
    case 'wrong-name':
      return hereTrusted && e.kind !== 'wrong-name' ? 'apart' : 'elsewhere'
    case 'untrusted':
    case 'tls-alert':
    case 'tls-unread':
      return hereTrusted ? 'apart' : 'elsewhere'
    case 'timeout':
      return e.beforeTcp && !e.closedPortAnswers && !hereTrusted ? 'elsewhere' : 'apart'
    case 'cut':
      // A plain page from there that is no redirect to the site's own https: sites on a CDN nearly always send one.
      return e.plain && !e.plain.genuine && !hereTrusted ? 'elsewhere' : 'apart'
    default:
      return 'apart'
  }
}
