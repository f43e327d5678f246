import type { CanaryObservation, SystemDnsObservation } from '../../model/observation.ts'
import { normaliseAddress } from '../../net/address.ts'
import { hostOf } from '../../net/url.ts'
import type { FailureKind } from './failure-kind.ts'

/**
 * Whether names are filtered by the user's own choice, at home or at a resolver:
 *  - 'same'  an advertising host that no operator touches fails in the very manner of the target
 *  - 'hint'  only the name by which networks say that they filter is denied (Mozilla's canary): an operator may say
 *            so as well, for a filter that parents asked for
 *  - 'none'  nobody looked, it answers, or it fails in another manner than the target
 */
export type HomeFilter = 'same' | 'hint' | 'none'

/** The name by which a network says that it filters; https://support.mozilla.org/kb/canary-domain-use-application-dnsnet. */
const DECLARATION = 'use-application-dns.net'

/** How a name leads nowhere: no such name, or turned away; with the addresses where the browser shows them. */
interface Manner {
  kind: 'no-name' | 'turned-away'
  addresses: string
}

const TURNED_AWAY = new Set<FailureKind>(['refused', 'unreachable'])
/** A page of the filter's own in the site's place: a certificate that does not fit, or whatever is served there. */
const SERVED = new Set<FailureKind>(['untrusted', 'wrong-name', 'tls-alert', 'tls-unread'])

function mannerOf(kind: FailureKind, addresses: readonly string[]): Manner | null {
  const shown = addresses.map(normaliseAddress).sort().join(' ')
  if (kind === 'dns') return { kind: 'no-name', addresses: '' }
  if (TURNED_AWAY.has(kind)) return { kind: 'turned-away', addresses: shown }
  // Where it leads is what filters have in common; a connection that was answered shows no manner without it.
  if ((SERVED.has(kind) || kind === 'timeout') && shown !== '')
    return { kind: 'turned-away', addresses: shown }
  return null
}

const alike = (a: Manner, b: Manner): boolean =>
  a.kind === b.kind && (a.addresses === b.addresses || a.addresses === '' || b.addresses === '')

export function homeFilter(
  canaries: readonly CanaryObservation[],
  kindOf: (canary: CanaryObservation) => FailureKind | null,
  target: { kind: FailureKind; system: SystemDnsObservation | null },
): HomeFilter {
  const mine = mannerOf(target.kind, target.system?.addresses ?? [])
  if (mine === null) return 'none'
  const seen = canaries.map((canary) => {
    const kind = kindOf(canary)
    const manner = kind === null ? null : mannerOf(kind, canary.addresses)
    return { declaration: hostOf(canary.name) === DECLARATION || canary.name === DECLARATION, kind, manner }
  })
  const filtered = (s: (typeof seen)[number]) => s.manner !== null && alike(s.manner, mine)
  const adverts = seen.filter((s) => !s.declaration)
  if (adverts.some(filtered)) return 'same'
  const declared = seen.some((s) => s.declaration && s.manner?.kind === 'no-name' && mine.kind === 'no-name')
  return declared && !adverts.some((s) => s.kind === null) ? 'hint' : 'none'
}
