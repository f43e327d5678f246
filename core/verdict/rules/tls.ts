import type { Facts } from '../facts/facts.ts'
import { TLS_PATIENCE_MS } from '../facts/patience.ts'
import { type Probe, trusted } from '../facts/probes.ts'
import { blocked, blockedSomehow, down, inconclusive, type Rule, reachable, untested } from '../rule.ts'

const troubleIs = (f: Facts, ...kinds: string[]) =>
  f.scheme === 'https' && f.trouble !== null && kinds.includes(f.trouble.kind)
const some = (f: Facts, test: (probe: Probe) => boolean) => f.probes.some(test)
const answered = (probe: Probe) => probe.answered

const handshakeRanOut = (f: Facts) =>
  f.browser === 'chromium' &&
  f.patient?.kind === 'timeout' &&
  f.patient.ms >= TLS_PATIENCE_MS[0] &&
  f.patient.ms <= TLS_PATIENCE_MS[1]

/** The browser itself shows that the handshake hangs. */
const seenInTls = (f: Facts) => f.trouble?.stage === 'tls' || handshakeRanOut(f)
/** DNS and TCP to where the name leads work. */
const pathWorks = (f: Facts) => f.closedPortAnswers || f.plain !== null
const hangsInTls = (f: Facts) => seenInTls(f) || pathWorks(f)
/** Still hanging where a silent handshake would have been given up: it is over, and the answer is awaited. */
const hungAfterTls = (f: Facts) =>
  f.browser === 'chromium' &&
  f.patient?.kind === 'timeout' &&
  f.patient.ms > TLS_PATIENCE_MS[1] &&
  pathWorks(f) &&
  some(f, answered)

/** Certificates and handshakes, by name against by address. */
export const TLS_RULES: readonly Rule[] = [
  {
    // It asked who we are: it is there.
    id: 'tls.client-certificate-asked',
    when: (f) => troubleIs(f, 'client-cert'),
    say: reachable,
    source: 'net_error_list.h -110, -117 and kin',
  },
  {
    // Good certificates look expired, and Firefox words that in a sentence, so every TLS complaint falls here.
    id: 'tls.our-clock-is-wrong',
    when: (f) => f.clock === 'wrong' && troubleIs(f, 'expired', 'untrusted', 'tls-unread'),
    say: () => untested('clock'),
    source: 'Date headers of the references; docs/detection.md, what is no block',
  },
  {
    id: 'tls.expired-or-our-clock',
    when: (f) => f.clock === 'unknown' && troubleIs(f, 'expired'),
    say: () => inconclusive('no-second-opinion'),
    source: 'ERR_CERT_DATE_INVALID: "check clock first"',
  },
  {
    // Expired but otherwise trusted: nobody but the site can present it.
    id: 'tls.expired',
    when: (f) => troubleIs(f, 'expired'),
    say: down,
    source: 'OONI badSSLWithExpiredCertificate',
  },
  {
    // A trusted certificate for another name, where the name led to the right place as far as shown.
    id: 'tls.wrong-name',
    when: (f) => troubleIs(f, 'wrong-name') && f.name !== 'apart',
    say: down,
    source: 'OONI badSSLWithWrongServerName',
  },
  {
    id: 'tls.wrong-name-apart',
    when: (f) => troubleIs(f, 'wrong-name'),
    say: () => inconclusive(),
    source: 'a CDN node set up wrongly and a forged answer look alike',
  },
  {
    // Everybody's certificate is distrusted: this machine or this network inspects all, not this site.
    id: 'tls.all-are-intercepted',
    when: (f) => f.referencesUntrusted && troubleIs(f, 'untrusted', 'tls-unread'),
    say: () => inconclusive('local-inspection'),
    source: 'antivirus and company inspection; docs/detection.md, what is no block',
  },
  {
    // Without the name as well: self-signed for all, or everything to this address is intercepted.
    id: 'tls.untrusted-for-all',
    when: (f) => troubleIs(f, 'untrusted') && some(f, (p) => p.kind === 'untrusted'),
    say: () => inconclusive(),
    source: 'OONI badSSLWithUnknownAuthority: needs an outside view',
  },
  {
    // The server shows a trusted certificate when the name is not said, and another one when it is.
    id: 'tls.forged-for-the-name',
    when: (f) => troubleIs(f, 'untrusted') && some(f, trusted),
    say: (f) => blocked(f, 'tls-interception', { isolated: f.name !== 'apart', up: true }),
    source: 'Kazakhstan 2019, Raman et al. 2020; https://ooni.org/post/2024-kazakhstan-report/',
  },
  {
    id: 'tls.untrusted',
    when: (f) => troubleIs(f, 'untrusted'),
    say: () => inconclusive(),
    source: 'one look cannot tell a self-signed site from interception',
  },
  {
    // A sentence nobody taught us: something about TLS or a certificate, no more.
    id: 'tls.unread-sentence',
    when: (f) => troubleIs(f, 'tls-unread'),
    say: () => inconclusive(),
    source: 'Firefox localises TLS errors (ChannelWrapper.cpp GetErrorString)',
  },
  {
    // The server cannot agree with us with or without the name.
    id: 'tls.broken-for-all',
    when: (f) => troubleIs(f, 'tls-alert') && some(f, (p) => p.kind === 'tls-alert'),
    say: down,
    source: 'same failure without the name: OONI "expected failure"',
  },
  {
    // Something that is not TLS answers the name on this port, TLS answers the address: injected.
    id: 'tls.garbled-for-the-name',
    when: (f) => troubleIs(f, 'tls-alert') && f.trouble?.code === 'tls.protocol.error' && some(f, trusted),
    say: (f) => blocked(f, 'tls-sni', { isolated: false, up: true }),
    source: 'plain HTTP injected on port 443; OONI pipeline v5: ssl_* with control ok .9/.1/0',
  },
  {
    id: 'tls.alert-unexplained',
    when: (f) => troubleIs(f, 'tls-alert'),
    say: () => inconclusive(),
    source: 'unknown names at CDNs end in alerts as well',
  },
  {
    // The handshake dies with the name and lives without it. Reset and close mean that TCP worked.
    id: 'tls.cut-on-the-name',
    when: (f) => troubleIs(f, 'cut') && some(f, answered),
    say: (f) => blocked(f, 'tls-sni', { isolated: f.name !== 'apart', up: true }),
    source: 'RFC 9505 5.1.2.1; OONI tlsBlockingConnectionResetWithConsistentDNS',
  },
  {
    // The same end without the name: the server's own fault, or a filter on the address. Needs an outside view.
    id: 'tls.cut-without-the-name',
    when: (f) => troubleIs(f, 'cut') && some(f, (p) => p.kind === 'cut'),
    say: () => inconclusive(),
    source: 'OONI "expected failure" needs a control',
  },
  {
    // A filter that has fired drops everything to the address for minutes, so this failure proves less.
    id: 'tls.cut-then-silence',
    when: (f) => troubleIs(f, 'cut') && f.probes.length > 0,
    say: blockedSomehow,
    source: 'residual censorship, Bock et al. 2021: 120-180 s',
  },
  {
    // Healthy servers seldom hang up on a hello, but nothing was compared.
    id: 'tls.cut',
    when: (f) => troubleIs(f, 'cut'),
    say: blockedSomehow,
    source: 'OONI pipeline v5: TLS reset .8/.2/0 with control only',
  },
  {
    // The handshake with the name was done and the page did not come: a slow or stuck site, not a filter on names.
    id: 'tls.answers-too-late',
    when: (f) => troubleIs(f, 'timeout') && (f.trouble?.stage === 'request' || hungAfterTls(f)),
    say: () => inconclusive(),
    source:
      'docs/architecture.md, layers: Chromium ends a silent handshake at 30 s and a silent response never',
  },
  {
    id: 'tls.silent-on-the-name',
    when: (f) => troubleIs(f, 'timeout') && some(f, answered) && hangsInTls(f),
    say: (f) => blocked(f, 'tls-sni', { isolated: f.name !== 'apart' && seenInTls(f), up: true }),
    source: 'Kazakhstan 2023-24: TLS times out after the ClientHello; docs/architecture.md, layers',
  },
  {
    // Firefox stays on a dead address where Chromium takes the next one.
    id: 'ip.one-address-dead',
    when: (f) => f.trouble !== null && some(f, answered) && !f.probes.every(answered),
    say: () => inconclusive(),
    source: 'docs/architecture.md, layers: two addresses, the first dropped',
  },
  {
    // Name and address differ in fate, but whether it is the look-up or the hello that hangs is open.
    id: 'tls.silent-somewhere',
    when: (f) => troubleIs(f, 'timeout') && some(f, answered),
    say: blockedSomehow,
    source: 'docs/architecture.md, layers: silence looks alike in Chromium',
  },
]
