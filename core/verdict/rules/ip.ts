import type { Facts } from '../facts/facts.ts'
import { acceptsOutside } from '../facts/outside.ts'
import { PAST_TLS_MS, TLS_PATIENCE_MS } from '../facts/patience.ts'
import { blocked, blockedSomehow, inconclusive, outsideUp, type Rule } from '../rule.ts'

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
const isolated = (f: Facts) =>
  f.probes.every((p) => p.deadBefore) || f.otherPortsSilent || neverSaid(f) || portNeverOpened(f)
/**
 * Another port of the name answers. Past the time at which Chromium gives a silent handshake up it was still waiting, or
 * the system gave the connection up before: no connection was made in the first place, so nothing of the name was said.
 */
const portNeverOpened = (f: Facts) =>
  f.browser === 'chromium' &&
  f.scheme === 'https' &&
  f.otherPortAnswers &&
  f.patient?.kind === 'timeout' &&
  (f.patient.byOurClock ? f.patient.ms >= PAST_TLS_MS : f.patient.sinceFirstMs < TLS_PATIENCE_MS[0])

/**
 * The address does not answer, named or not. Without a view from outside a dead site looks the same, so nothing is said
 * of it. And a filter that has just fired on the name may hold the address shut for minutes (residual blocking,
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
    when: (f) =>
      f.scheme === 'https' &&
      f.trouble?.kind === 'refused' &&
      noneAnswers(f) &&
      f.plain !== null &&
      !acceptsOutside(f),
    say: () => inconclusive(),
    source: 'OONI websiteDownTCPConnect',
  },
  {
    // A dead server and a dropped address look the same from here, and to call a dead one blocked would be worse than
    // to say nothing of a dropped one.
    id: 'ip.no-second-opinion',
    when: (f) => noConnection(f) && !f.probes.some((p) => p.answered) && !outsideUp(f) && !acceptsOutside(f),
    say: () => inconclusive('no-second-opinion'),
    source: 'docs/detection.md, who decides how: "failure here" says nothing until somebody else answers',
  },
  {
    id: 'ip.no-address-answers',
    when: (f) => noConnection(f) && noneAnswers(f) && isolated(f),
    say: (f) =>
      blocked(f, 'ip', {
        isolated: true,
        up: acceptsOutside(f),
        // Many networks shut odd ports for every site.
        ...(f.oddPort === null ? {} : { most: 'suspected' as const }),
      }),
    source: 'OONI tcpBlockingConnectTimeout; pipeline v5: TCP fail, control ok .75/.25/0',
  },
  {
    // Silent without the name, but only after the name was said, and nobody tried another port.
    id: 'ip.silent-after-the-name',
    when: (f) => noConnection(f) && noneAnswers(f),
    // What is left behind by filters of Host headers ends sooner, and is rarer.
    say: (f) =>
      f.scheme === 'http' && (f.overHttps !== null || f.closedPortAnswers)
        ? blocked(f, 'ip', { isolated: false, up: acceptsOutside(f) })
        : blockedSomehow(f),
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
]
