import type { Facts } from '../facts/facts.ts'
import { PAST_TLS_MS, ranOutAtTls } from '../facts/patience.ts'
import { type Probe, trusted } from '../facts/probes.ts'
import {
  blocked,
  blockedSomehow,
  down,
  inconclusive,
  outsideUp,
  type Rule,
  reachable,
  untested,
} from '../rule.ts'

const troubleIs = (f: Facts, ...kinds: string[]) =>
  f.scheme === 'https' && f.trouble !== null && kinds.includes(f.trouble.kind)
const some = (f: Facts, test: (probe: Probe) => boolean) => f.probes.some(test)
const answered = (probe: Probe) => probe.answered

const handshakeRanOut = (f: Facts) => f.patient !== null && ranOutAtTls(f.patient, f.hop !== null)
/** DNS and TCP to where the name leads work. */
const pathWorks = (f: Facts) => f.otherPortAnswers
/**
 * Firefox shows that no request was sent, and not more: a dropped SYN and a dropped hello read alike (seen in the lab).
 * Where the name leads to an address that accepts, it was the hello.
 */
const mustBeTls = (f: Facts) =>
  f.browser === 'firefox' &&
  f.trouble?.stage === 'tls' &&
  f.probes.every(answered) &&
  (f.name === 'right' || pathWorks(f))
/**
 * Firefox begins a handshake that was cut anew, up to ten times, and our clock may end that first: behind a dead IPv6
 * line each takes 250 ms more. A handshake that hangs shows no end (seen in the lab). It was cut at an address that
 * answers when the name is not said, for the others are silent.
 */
const cutUntilOurClock = (f: Facts) =>
  f.browser === 'firefox' &&
  troubleIs(f, 'timeout') &&
  f.trouble?.stage === 'tls' &&
  (f.trouble.page.timing.tls ?? 0) > 0 &&
  f.probes.every((p) => answered(p) || p.kind === 'timeout')
/**
 * In Firefox the connection phase takes time only where the connection opened: a dropped SYN shows none (seen in the
 * lab; on a network of no distance at all neither does). So it was not the address that was shut when the name was said.
 */
const openedByName = (f: Facts) =>
  f.browser === 'firefox' && f.trouble?.stage === 'tls' && (f.trouble.page.timing.connect ?? 0) > 0
const silentSince = (f: Facts) =>
  openedByName(f) && f.probes.length > 0 && f.probes.every((p) => !answered(p) && p.kind === 'timeout')
/** The browser itself shows that the handshake hangs. */
const seenInTls = (f: Facts) => handshakeRanOut(f) || mustBeTls(f)
/** With one address dead Firefox may hang on that one, whatever its other ports say. */
const hangsInTls = (f: Facts) =>
  seenInTls(f) || (pathWorks(f) && (f.browser === 'chromium' || f.probes.every(answered)))
/**
 * Chromium only: Firefox gives a silent handshake up after 30.5 s or later, and shows by itself when a request was sent.
 * Still hanging where a silent handshake would have been given up, while the address answers others after the name was
 * said, so that no residual blocking drops the connection itself: the handshake is over, the answer is awaited.
 */
const hungAfterTls = (f: Facts) =>
  f.browser === 'chromium' &&
  f.patient?.kind === 'timeout' &&
  f.patient.byOurClock &&
  f.patient.ms >= PAST_TLS_MS &&
  pathWorks(f) &&
  some(f, (p) => p.answeredAfter)
/** Somebody outside is shown a certificate that is good for the name. */
const validOutside = (f: Facts) => f.control?.tlsWorks === true
/** And that at an address which the name led to here, or which was asked here. */
const validThere = (f: Facts) =>
  [...f.shown, ...f.probes.map((p) => p.address)].some((address) => f.control?.tls(address) === true)

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
    id: 'tls.expired-here-only',
    when: (f) => troubleIs(f, 'expired') && validOutside(f),
    say: () => inconclusive(),
    source: 'one of several servers with an old certificate, or an old certificate replayed',
  },
  {
    // Expired but otherwise trusted: nobody but the site can present it.
    id: 'tls.expired',
    when: (f) => troubleIs(f, 'expired'),
    say: down,
    source: 'OONI badSSLWithExpiredCertificate',
  },
  {
    // At the very address that shows somebody outside the right one. A server that is set up wrongly for some, or for
    // some of the time, looks the same: never more than suspected.
    id: 'tls.wrong-name-here-only',
    when: (f) => troubleIs(f, 'wrong-name') && f.shown.some((address) => f.control?.tls(address) === true),
    say: (f) => blocked(f, 'tls-interception', { isolated: false, up: true }),
    source: 'CERTainty 2023: the certificate for the name is the ground truth',
  },
  {
    // A trusted certificate for another name, where the name led to the right place as far as shown.
    id: 'tls.wrong-name',
    when: (f) => troubleIs(f, 'wrong-name') && f.name !== 'apart' && !validOutside(f),
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
    // The server shows a trusted certificate when the name is not said, and another one when it is.
    id: 'tls.forged-for-the-name',
    when: (f) => troubleIs(f, 'untrusted') && some(f, trusted),
    say: (f) => blocked(f, 'tls-interception', { isolated: f.name !== 'apart', up: true }),
    source: 'Kazakhstan 2019, Raman et al. 2020; https://ooni.org/post/2024-kazakhstan-report/',
  },
  {
    // Nobody trusts what is shown here, with or without the name; what is shown outside is good.
    id: 'tls.forged-outside-valid',
    when: (f) => troubleIs(f, 'untrusted') && validOutside(f),
    say: (f) => blocked(f, 'tls-interception', { isolated: f.name !== 'apart' && validThere(f), up: true }),
    source: 'OONI pipeline v5: TLS ssl_* with control ok .9/.1/0; Kazakhstan 2019-2024',
  },
  {
    // Without the name as well: self-signed for all, or everything to this address is intercepted.
    id: 'tls.untrusted-for-all',
    when: (f) => troubleIs(f, 'untrusted') && some(f, (p) => p.kind === 'untrusted'),
    say: () => inconclusive(),
    source: 'OONI badSSLWithUnknownAuthority: needs an outside view',
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
    when: (f) => (troubleIs(f, 'cut') || cutUntilOurClock(f)) && some(f, answered),
    say: (f) => blocked(f, 'tls-sni', { isolated: f.name !== 'apart', up: true }),
    source: 'RFC 9505 5.1.2.1; OONI tlsBlockingConnectionResetWithConsistentDNS',
  },
  {
    // Hung up on whoever asks, while somebody outside is served there. It was so before the name was said, or else it
    // may be what the name set off.
    id: 'ip.hangs-up-here',
    when: (f) => troubleIs(f, 'cut') && some(f, (p) => p.kind === 'cut') && outsideUp(f) && validThere(f),
    say: (f) =>
      some(f, (p) => p.deadBefore) ? blocked(f, 'ip', { isolated: true, up: true }) : blockedSomehow(f),
    source: 'OONI pipeline v5: TLS reset .8/.2/0; residual censorship, Bock et al. 2021',
  },
  {
    // The same end without the name: the server's own fault, or a filter on the address. Needs an outside view.
    id: 'tls.cut-without-the-name',
    when: (f) => troubleIs(f, 'cut') && some(f, (p) => p.kind === 'cut'),
    say: () => inconclusive(),
    source: 'OONI "expected failure" needs a control',
  },
  {
    // It took the connection and hung up on the hello; now the port is silent, and others of the address are not: what
    // a filter leaves behind that has fired. A look that asks before the name is said will tell it for sure.
    id: 'tls.cut-then-silence',
    when: (f) => troubleIs(f, 'cut') && f.probes.length > 0,
    say: (f) =>
      pathWorks(f)
        ? blocked(f, 'tls-sni', { isolated: f.name !== 'apart' && f.scheme === 'https', up: outsideUp(f) })
        : blockedSomehow(f),
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
    // It answered until the name was said, and then no more: nothing but the name shut it.
    id: 'tls.shut-after-the-name',
    when: (f) =>
      troubleIs(f, 'timeout') &&
      (some(f, (p) => p.shutAfter) || silentSince(f)) &&
      f.trouble?.stage !== 'request',
    say: (f) =>
      some(f, (p) => p.shutAfter)
        ? blocked(f, 'tls-sni', { isolated: f.name !== 'apart', up: true })
        : blocked(f, 'tls-sni', { isolated: false, up: outsideUp(f) }),
    source: 'residual censorship, Bock et al. 2021: Kazakhstan 120 s, China 90-180 s, Iran 180 s',
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
