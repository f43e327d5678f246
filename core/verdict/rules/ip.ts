import type { Facts } from '../facts/facts.ts'
import { blocked, blockedSomehow, inconclusive, type Rule } from '../rule.ts'

const NO_CONNECTION = ['refused', 'unreachable', 'timeout']
const noConnection = (f: Facts) => f.trouble !== null && NO_CONNECTION.includes(f.trouble.kind)
const noneAnswers = (f: Facts) => f.probes.length > 0 && f.probes.every((p) => !p.answered)

/**
 * The address does not answer, named or not. Without a view from outside a dead site looks the same, and a
 * filter that has just fired on the name may hold the address shut (Bock et al. 2021): never more than suspected.
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
    // Firefox saw TCP accepted by name and by address, and TLS silent in both: the server's fault or a filter
    // on the address; needs an outside view.
    id: 'tls.silent-without-the-name',
    when: (f) =>
      f.trouble?.kind === 'timeout' && f.trouble.stage === 'tls' && f.probes.some((p) => p.stage === 'tls'),
    say: () => inconclusive(),
    source: 'OONI "expected failure" needs a control',
  },
  {
    // TCP was accepted when the name was not yet said, and now the address is shut: residual blocking.
    id: 'tls.silence-spread',
    when: (f) => f.trouble?.kind === 'timeout' && f.trouble.stage === 'tls' && noneAnswers(f),
    say: blockedSomehow,
    source: 'residual censorship, Bock et al. 2021: 120-180 s',
  },
  {
    id: 'ip.no-address-answers',
    when: (f) => noConnection(f) && noneAnswers(f),
    say: (f) => blocked(f, 'ip', { isolated: true, up: false, most: 'suspected' }),
    source: 'OONI tcpBlockingConnectTimeout; pipeline v5: TCP fail, control ok .75/.25/0',
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
