import type { PageObservation } from '../../model/observation.ts'
import {
  address,
  again,
  all,
  allDoh,
  control,
  failed,
  hop,
  references,
  SENTENCES,
  systemDns,
} from '../observe.test-kit.ts'
import { type Case, HOST, IP, IP2, inBoth, OTHER, PLAIN, SITE } from './case.test-kit.ts'

const sniLikely = { status: 'blocked', mechanism: 'tls-sni', confidence: 'likely' } as const
const reset = failed(SITE, 'tcp.reset')
const resetFirefox = failed(SITE, 'tcp.reset', { failure: { stage: 'tls' } })
const timedOut = failed(SITE, 'timed_out')
const twice = (look: PageObservation) => [look, again(look)]
const alive = address(HOST, IP, 'tls.cert.name_invalid')
const aliveFirefox = address(HOST, IP, 'tls.failed', { failure: { raw: SENTENCES.name } })
const toHttps = (ip: string) =>
  failed(PLAIN, 'tcp.reset', { role: 'plain-http', via: [hop(PLAIN, SITE, { ip })] })
const closedPort = failed(`https://${HOST}:8443/`, 'tcp.refused', { role: 'closed-port' })
const SIX = '2a02:26f0:120::2'
const deadSix = address(HOST, SIX, 'timed_out')
const phases = { dns: 0, connect: 251, tls: 0, wait: 0, body: 0 }
/** What Firefox shows of a silence after a connection, and of handshakes that ended and were begun again. */
const connected = failed(SITE, 'timed_out', { failure: { stage: 'tls' }, timing: phases })
const cutOn = failed(SITE, 'timed_out', { failure: { stage: 'tls' }, timing: { ...phases, tls: 32 } })
const right = systemDns(HOST, [IP])
const known = [allDoh(HOST, [IP]), references()].flat()

export const TLS_CASES: Case[] = [
  {
    name: 'SNI reset in Chromium, plain HTTP shows the right address',
    browser: 'chromium',
    seen: all(twice(reset), alive, toHttps(IP), known),
    rule: 'tls.cut-on-the-name',
    expect: {
      ...sniLikely,
      warnings: [],
      rules: [
        'tls.cut-on-the-name',
        'confidence.repeated',
        'confidence.references-answer',
        'confidence.site-up',
        'confidence.layer-isolated',
      ],
    },
  },
  {
    name: 'SNI close in Chromium, no companion answered',
    browser: 'chromium',
    seen: all(
      twice(failed(SITE, 'tcp.closed')),
      alive,
      failed(PLAIN, 'tcp.reset', { role: 'plain-http' }),
      known,
    ),
    rule: 'tls.cut-on-the-name',
    expect: sniLikely,
  },
  {
    name: 'SNI reset in Firefox, which has repeated it itself',
    browser: 'firefox',
    seen: all(resetFirefox, aliveFirefox, right, known),
    rule: 'tls.cut-on-the-name',
    expect: sniLikely,
  },
  {
    name: 'SNI reset of a site on a CDN: another address, but it behaves as the site',
    browser: 'chromium',
    seen: all(twice(reset), alive, toHttps(OTHER), known),
    rule: 'tls.cut-on-the-name',
    expect: sniLikely,
  },
  {
    name: 'SNI reset in Firefox, other addresses, nothing shows whose',
    browser: 'firefox',
    seen: all(resetFirefox, aliveFirefox, systemDns(HOST, [OTHER]), known),
    rule: 'tls.cut-on-the-name',
    expect: { ...sniLikely, confidence: 'suspected' },
  },
  ...inBoth({
    name: 'SNI reset, references half dead',
    seen: all(twice(reset), alive, right, allDoh(HOST, [IP]), references({ foreign: 2 })),
    rule: 'tls.cut-on-the-name',
    expect: { ...sniLikely, confidence: 'suspected' },
  }),
  ...inBoth({
    name: 'SNI reset with only the listed sites granted',
    allSites: false,
    seen: all(twice(reset), known),
    rule: 'tls.cut',
    expect: { status: 'blocked', mechanism: 'unknown', confidence: 'suspected' },
  }),
  ...inBoth({
    name: 'SNI reset on a redirect hop',
    url: 'https://short.example/x',
    seen: all(
      twice(failed('https://short.example/x', 'tcp.reset', { via: [hop('https://short.example/x', SITE)] })),
      alive,
      right,
      known,
    ),
    rule: 'tls.cut-on-the-name',
    expect: { ...sniLikely, hop: SITE },
  }),
  ...inBoth({
    name: 'plain target, blocked where its own https begins',
    url: PLAIN,
    seen: all(
      twice(failed(PLAIN, 'tcp.reset', { via: [hop(PLAIN, SITE, { ip: IP })] })),
      alive,
      right,
      known,
    ),
    rule: 'tls.cut-on-the-name',
    expect: { ...sniLikely, hop: SITE },
  }),
  {
    name: 'SNI drop in Chromium: the closed port is refused at once, the handshake runs out',
    browser: 'chromium',
    seen: all(
      twice(timedOut),
      alive,
      closedPort,
      failed(PLAIN, 'timed_out', { role: 'plain-http' }),
      failed(SITE, 'tcp.timed_out', { role: 'patient', ms: 30_010 }),
      known,
    ),
    rule: 'tls.silent-on-the-name',
    expect: sniLikely,
  },
  {
    name: 'SNI drop in Chromium: the path works, but nobody waited for the handshake to run out',
    browser: 'chromium',
    seen: all(twice(timedOut), alive, closedPort, known),
    rule: 'tls.silent-on-the-name',
    expect: { ...sniLikely, confidence: 'suspected' },
  },
  {
    name: 'a stuck site in Chromium: the handshake limit passes and nothing comes',
    browser: 'chromium',
    seen: all(
      twice(timedOut),
      alive,
      closedPort,
      toHttps(IP),
      failed(SITE, 'timed_out', { role: 'patient', ms: 33_010 }),
      known,
    ),
    rule: 'tls.answers-too-late',
    expect: { status: 'inconclusive' },
  },
  {
    name: 'SNI drop on a hop in Firefox, which shows no stage there and outlasts our patience',
    browser: 'firefox',
    seen: all(
      timedOut,
      aliveFirefox,
      right,
      closedPort,
      failed(SITE, 'timed_out', { role: 'patient', ms: 32_010 }),
      known,
    ),
    rule: 'tls.silent-on-the-name',
    expect: { ...sniLikely, confidence: 'suspected' },
  },
  {
    name: 'a stuck site in Firefox: the request was sent',
    browser: 'firefox',
    seen: all(
      twice(failed(SITE, 'timed_out', { failure: { stage: 'request' } })),
      aliveFirefox,
      right,
      closedPort,
      known,
    ),
    rule: 'tls.answers-too-late',
    expect: { status: 'inconclusive' },
  },
  {
    name: 'SNI drop in Chromium: the limit counts from the first look, whose connection the second waited for',
    browser: 'chromium',
    seen: all(
      timedOut,
      alive,
      closedPort,
      failed(SITE, 'tcp.timed_out', { role: 'patient', at: timedOut.at + 10_010, ms: 20_005 }),
      known,
    ),
    rule: 'tls.silent-on-the-name',
    expect: sniLikely,
  },
  {
    name: 'a connection given up after 21 s, for which the second look waited: no handshake',
    browser: 'chromium',
    seen: all(
      timedOut,
      alive,
      closedPort,
      failed(SITE, 'tcp.timed_out', { role: 'patient', at: timedOut.at + 10_010, ms: 11_040 }),
      known,
    ),
    rule: 'tls.silent-on-the-name',
    expect: { ...sniLikely, confidence: 'suspected' },
  },
  ...inBoth({
    name: 'silence on a line that loses half of everything',
    seen: all(twice(timedOut), alive, closedPort, allDoh(HOST, [IP]), references({ foreign: 2 })),
    rule: 'link.too-poor-to-tell',
    expect: { status: 'inconclusive' },
  }),
  {
    name: 'SNI drop in Chromium: only the patient look tells',
    browser: 'chromium',
    seen: all(
      twice(timedOut),
      alive,
      failed(PLAIN, 'timed_out', { role: 'plain-http' }),
      failed(`https://${HOST}:8443/`, 'timed_out', { role: 'closed-port' }),
      failed(SITE, 'tcp.timed_out', { role: 'patient', ms: 30_010 }),
      known,
    ),
    rule: 'tls.silent-on-the-name',
    expect: sniLikely,
  },
  {
    name: 'SNI drop in Firefox',
    browser: 'firefox',
    seen: all(twice(failed(SITE, 'timed_out', { failure: { stage: 'tls' } })), aliveFirefox, right, known),
    rule: 'tls.silent-on-the-name',
    expect: sniLikely,
  },
  {
    name: 'silence that nothing could place before the time was up, in Chromium',
    browser: 'chromium',
    seen: all(
      twice(timedOut),
      alive,
      failed(PLAIN, 'timed_out', { role: 'plain-http' }),
      failed(`https://${HOST}:8443/`, 'timed_out', { role: 'closed-port' }),
      known,
    ),
    rule: 'tls.silent-somewhere',
    expect: { status: 'blocked', mechanism: 'unknown', confidence: 'suspected' },
  },
  {
    // Its addresses went silent with it, for minutes: they did accept before (residual blocking).
    name: 'the connection opened, the hello was swallowed and then all was silent, in Firefox',
    browser: 'firefox',
    seen: all(twice(connected), address(HOST, IP, 'timed_out'), right, known, control(SITE)),
    rule: 'tls.shut-after-the-name',
    expect: { status: 'blocked', mechanism: 'tls-sni', confidence: 'suspected' },
  },
  {
    name: 'no connection opened, and all is silent, in Firefox',
    browser: 'firefox',
    seen: all(
      twice(failed(SITE, 'timed_out', { failure: { stage: 'tls' }, timing: { ...phases, connect: 0 } })),
      address(HOST, IP, 'timed_out'),
      right,
      known,
      control(SITE),
    ),
    rule: 'ip.silent-after-the-name',
    expect: { status: 'blocked', mechanism: 'unknown', confidence: 'suspected' },
  },
  {
    name: 'cut again and again until our clock ended it, in Firefox behind a dead IPv6 line',
    browser: 'firefox',
    seen: all(twice(cutOn), deadSix, aliveFirefox, right, known),
    rule: 'tls.cut-on-the-name',
    expect: sniLikely,
  },
  {
    // A handshake that hangs over IPv6 alone: packets too big for a tunnel do that to any site.
    name: 'the same silence, and no handshake ended',
    browser: 'firefox',
    seen: all(twice(connected), deadSix, aliveFirefox, right, known),
    rule: 'ip.one-address-dead',
    expect: { status: 'inconclusive' },
  },
  {
    name: 'handshakes ended, and one of the addresses hangs up on whoever asks',
    browser: 'firefox',
    seen: all(twice(cutOn), address(HOST, SIX, 'tcp.reset'), aliveFirefox, right, known),
    rule: 'ip.one-address-dead',
    expect: { status: 'inconclusive' },
  },
  {
    name: 'one of two addresses dead, in Firefox',
    browser: 'firefox',
    seen: all(
      twice(timedOut),
      allDoh(HOST, [IP, IP2]),
      systemDns(HOST, [IP, IP2]),
      address(HOST, IP, 'timed_out'),
      address(HOST, IP2, 'tls.failed'),
      references(),
    ),
    rule: 'ip.one-address-dead',
    expect: { status: 'inconclusive' },
  },
  {
    name: 'a connection given up after 21 s, as on Windows, is no handshake that ran out',
    browser: 'chromium',
    seen: all(twice(timedOut), alive, failed(SITE, 'tcp.timed_out', { role: 'patient', ms: 21_050 }), known),
    rule: 'tls.silent-somewhere',
    expect: { status: 'blocked', mechanism: 'unknown', confidence: 'suspected' },
  },
  ...inBoth({
    name: 'hung up with and without the name',
    seen: all(twice(reset), address(HOST, IP, 'tcp.reset'), right, known),
    rule: 'tls.cut-without-the-name',
    expect: { status: 'inconclusive' },
  }),
  ...inBoth({
    name: 'reset on the name, then the address falls silent: residual blocking',
    seen: all(twice(reset), address(HOST, IP, 'timed_out'), right, known),
    rule: 'tls.cut-then-silence',
    expect: { status: 'blocked', mechanism: 'unknown', confidence: 'suspected' },
  }),
  ...inBoth({
    name: 'reset, second opinions switched off',
    seen: all(twice(reset), references()),
    rule: 'tls.cut',
    expect: {
      status: 'blocked',
      mechanism: 'unknown',
      confidence: 'suspected',
      warnings: ['no-second-opinion'],
    },
  }),
]
