import type { Facts } from '../facts/facts.ts'
import { blocked, blockedSomehow, inconclusive, type Rule } from '../rule.ts'

const NO_CONNECTION = ['refused', 'unreachable', 'timeout']
const noConnection = (f: Facts) => f.trouble !== null && NO_CONNECTION.includes(f.trouble.kind)
const noneAnswers = (f: Facts) => f.probes.length > 0 && f.probes.every((p) => !p.answered)

/** The first look by name ended before anything of the name was said on the wire. */
const neverSaid = (f: Facts) =>
  f.trouble?.kind === 'refused' || f.trouble?.kind === 'unreachable' || f.trouble?.stage === 'connect'
/**
 * It is the address, and not what the name set off a moment ago: it was silent before the name was said, the name never
 * was said, or its other ports are silent too, which no filter on names holds shut.
 */
const isolated = (f: Facts) => f.probes.every((p) => p.deadBefore) || f.otherPortsSilent || neverSaid(f)
/** Somebody outside connects to an address that is silent here, or the site is up there and nobody tried. */
const acceptsOutside = (f: Facts) => {
  const { control } = f
  if (!control) return false
  const tried = f.probes.map((p) => control.tcp(p.address, p.scheme === 'https' ? 443 : 80))
  if (tried.some((ok) => ok !== null)) return tried.includes(true)
  return control.up && f.probes.some((p) => control.addresses.includes(p.address))
}

/**
 * The address does not answer, named or not. Without a view from outside a dead site looks the same: no more than
 * suspected. And a filter that has just fired on the name may hold the address shut for minutes (residual blocking,
 * Bock et al. 2021): then it is not even the address that is known to be blocked.
 */
export const IP_RULES: readonly Rule[] = [
  {
    // Only IPv6 addresses exist and none is reachable: most likely our own lack of IPv6.
    id: 'ip.no-ipv6-here',
    when: (f) => noConnection(f) && noneAnswers(f) && f.doh.addresses.every((a) => a.includes(':')),
    say: () => inconclusive(),
    source: 'https://github.com/ooni/probe/issues/2284',
  },
  {
    // The host answers plain HTTP and turns HTTPS away: it may simply not offer it.
    id: 'ip.port-closed',
    when: (f) => f.scheme === 'https' && f.trouble?.kind === 'refused' && noneAnswers(f) && f.plain !== null,
    say: () => inconclusive(),
    source: 'OONI websiteDownTCPConnect',
  },
  {
    id: 'ip.no-address-answers',
    when: (f) => noConnection(f) && noneAnswers(f) && isolated(f),
    say: (f) => blocked(f, 'ip', { isolated: true, up: acceptsOutside(f) }),
    source: 'OONI tcpBlockingConnectTimeout; pipeline v5: TCP fail, control ok .75/.25/0',
  },
  {
    // Silent without the name, but only after the name was said, and nobody tried another port.
    id: 'ip.silent-after-the-name',
    when: (f) => noConnection(f) && noneAnswers(f),
    say: blockedSomehow,
    source: 'residual censorship, Bock et al. 2021: 90-180 s',
  },
  {
    // Refused by name while its real addresses accept, and the name leads to one of those: one of several is dead.
    id: 'ip.some-other-address',
    when: (f) => noConnection(f) && f.probes.some((p) => p.answered),
    say: () => inconclusive(),
    source: 'docs/architecture.md, layers: Firefox stays on a dead address',
  },
  {
    // Encrypted resolvers know the site and our link is fine, but the address could not be asked: the look is
    // too narrow to say more.
    id: 'ip.name-exists-but-silent',
    when: (f) => noConnection(f) && f.doh.state === 'exists' && f.link === 'online',
    say: blockedSomehow,
    source: 'design: with only listed sites granted, mechanism unknown and at most suspected',
  },
  {
    id: 'ip.no-second-opinion',
    when: noConnection,
    say: () => inconclusive('no-second-opinion'),
    source: 'docs/detection.md, who decides how: "failure here" says nothing until somebody else answers',
  },
]
