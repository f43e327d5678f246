import type { Facts } from '../facts/facts.ts'
import { PAST_TLS_MS } from '../facts/patience.ts'
import { blocked, down, inconclusive, outsideUp, type Rule, type Saying } from '../rule.ts'

/**
 * The resolver lied or was silenced. A name that resolves elsewhere exists, so failing to resolve it here
 * isolates the layer by itself; that the site is up is told by its address answering, or by two resolvers
 * of different owners agreeing that it should.
 */
function blockedByDns(f: Facts, more: { most?: 'suspected' } = {}): Saying {
  const up = f.probes.some((p) => p.answered) || f.doh.agreeing >= 2 || outsideUp(f)
  // A CDN gives somebody far away other addresses: that ours refuses and theirs do not says less.
  const unsure = f.doh.fromOutside && f.name === 'elsewhere' ? { most: 'suspected' as const } : {}
  const said = blocked(f, 'dns', { isolated: true, up, ...unsure, ...more })
  if (f.homeFilter !== 'hint') return said
  const support = [...(said.support ?? []), 'ceiling.maybe-home-filter']
  return { ...said, confidence: 'suspected', support, warnings: ['home-dns-filter'] }
}
const failedByName = (f: Facts) => f.trouble !== null
const noName = (f: Facts) => f.trouble?.kind === 'dns'

export const DNS_RULES: readonly Rule[] = [
  {
    // The names' own servers point nowhere public (polito.it did in 2024): not this network's doing.
    id: 'dns.misconfigured-for-all',
    when: (f) => failedByName(f) && f.doh.state === 'bogon',
    say: down,
    source: 'OONI localhostWithHTTP(S); pipeline v5 "bogon also in control" .1/.9/0',
  },
  {
    id: 'dns.no-such-name-for-all',
    when: (f) => noName(f) && f.doh.state === 'nxdomain',
    say: down,
    source: 'OONI websiteDownNXDOMAIN',
  },
  {
    id: 'dns.servers-fail-for-all',
    when: (f) => noName(f) && f.doh.state === 'servfail',
    say: down,
    source: 'OONI pipeline v5: "control also failing" .1/.9/0',
  },
  {
    id: 'dns.no-address-for-all',
    when: (f) => noName(f) && f.doh.state === 'empty',
    say: down,
    source: 'OONI websiteDownNoAddrs',
  },
  {
    // Half say it exists and half that it does not: filtering resolvers, or a zone in motion.
    id: 'dns.resolvers-disagree',
    when: (f) =>
      noName(f) &&
      (f.doh.state === 'disagree' || (f.doh.state === 'exists' && f.control?.dns === 'no-such-name')),
    say: () => inconclusive(),
    source: 'public resolvers distort attribution, Raman et al. 2023',
  },
  {
    // One view only. OONI's rule 5.1.1 calls this reachable, which is plainly wrong.
    id: 'dns.no-second-opinion',
    when: (f) => noName(f) && f.doh.state !== 'exists',
    say: () => inconclusive('no-second-opinion'),
    source: 'OONI pipeline v5: no control .5/.5/0',
  },
  {
    // The operator's resolver answers rightly, the page found no name: the browser's own DoH or a passing fault.
    id: 'dns.only-this-browser',
    when: (f) => noName(f) && f.name === 'right',
    say: () => inconclusive(),
    source: 'Firefox TRR modes 2 and 3',
  },
  {
    // An advertising host, which operators leave alone, leads nowhere in the very same way.
    id: 'dns.filtered-at-home',
    when: (f) =>
      failedByName(f) &&
      f.homeFilter === 'same' &&
      f.doh.state === 'exists' &&
      ['no-name', 'bogon', 'elsewhere'].includes(f.name),
    say: () => inconclusive('home-dns-filter'),
    source: 'docs/detection.md, filters at home',
  },
  {
    // An address no public site can have, where the resolvers give a public one.
    id: 'dns.bogon-here',
    when: (f) => failedByName(f) && f.name === 'bogon',
    say: (f) => blockedByDns(f),
    source: 'OONI dnsBlockingBOGON, dnsHijackingToLocalhost; pipeline v5 .95/.05/0',
  },
  {
    // Refusals come in one round trip; this resolver let the question lie.
    id: 'dns.silent-here',
    when: (f) => failedByName(f) && f.name === 'silent' && f.doh.state === 'exists',
    say: (f) => blockedByDns(f),
    source: 'docs/architecture.md, layers: a silent resolver, and the patient probe',
  },
  {
    // NXDOMAIN, SERVFAIL, REFUSED and an empty answer look alike in both browsers.
    id: 'dns.no-name-here',
    when: (f) => failedByName(f) && f.name === 'no-name' && f.doh.state === 'exists',
    say: (f) => blockedByDns(f),
    source: 'OONI dnsBlockingNXDOMAIN; pipeline v5: system DNS fails, control ok .9/.1/0',
  },
  {
    // Never from addresses alone (CDNs differ honestly): the page failed as well, a real address answers, and
    // what is at the other one is not the site.
    id: 'dns.elsewhere-here',
    when: (f) => failedByName(f) && f.name === 'elsewhere' && f.probes.some((p) => p.answered),
    say: (f) => blockedByDns(f),
    source: 'Iris (Pearce 2017), CERTainty 2023; OONI tcpBlockingConnectionRefusedWithInconsistentDNS',
  },
  {
    // Everything by name goes unanswered past the point where a silent handshake would have been given up, while
    // every true address answers: the name leads to somewhere that is not there. A stuck backend looks much alike, so
    // somebody outside has to see the site up.
    id: 'dns.leads-nowhere',
    when: (f) =>
      failedByName(f) &&
      f.browser === 'chromium' &&
      f.patient?.kind === 'timeout' &&
      f.patient.byOurClock &&
      f.patient.ms >= PAST_TLS_MS &&
      f.plain === null &&
      !f.otherPortAnswers &&
      f.doh.state === 'exists' &&
      f.probes.length > 0 &&
      f.probes.every((p) => p.answered),
    say: (f) => blockedByDns(f, outsideUp(f) ? {} : { most: 'suspected' }),
    source: 'OONI dnsBlockingBOGON; docs/architecture.md, the patient probe',
  },
]
