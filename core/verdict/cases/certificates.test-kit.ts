import type { PageObservation } from '../../model/observation.ts'
import {
  address,
  again,
  all,
  allDoh,
  calibration,
  failed,
  hop,
  references,
  referencesFailing,
  SENTENCES,
  systemDns,
} from '../observe.test-kit.ts'
import { type Case, HOST, IP, inBoth, OTHER, PLAIN, SITE } from './case.test-kit.ts'

const sniLikely = { status: 'blocked', mechanism: 'tls-sni', confidence: 'likely' } as const
const twice = (look: PageObservation) => [look, again(look)]
const alive = address(HOST, IP, 'tls.cert.name_invalid')
const aliveFirefox = address(HOST, IP, 'tls.failed', { failure: { raw: SENTENCES.name } })
const toHttps = (ip: string) =>
  failed(PLAIN, 'tcp.reset', { role: 'plain-http', via: [hop(PLAIN, SITE, { ip })] })
const right = systemDns(HOST, [IP])
const sentence = (raw: string) => failed(SITE, 'tls.failed', { failure: { raw, stage: 'tls' } })
const known = [allDoh(HOST, [IP]), references()].flat()

export const CERTIFICATE_CASES: Case[] = [
  {
    name: 'interception by an unknown CA, in Chromium',
    browser: 'chromium',
    seen: all(twice(failed(SITE, 'tls.cert.authority_invalid')), alive, toHttps(IP), known),
    rule: 'tls.forged-for-the-name',
    expect: { status: 'blocked', mechanism: 'tls-interception', confidence: 'likely' },
  },
  {
    name: 'interception by a root the browsers have banned',
    browser: 'chromium',
    seen: all(twice(failed(SITE, 'tls.cert.revoked')), alive, known),
    rule: 'tls.forged-for-the-name',
    expect: { status: 'blocked', mechanism: 'tls-interception', confidence: 'likely' },
  },
  {
    name: 'interception by an unknown CA, in Firefox',
    browser: 'firefox',
    seen: all(twice(sentence(SENTENCES.authority)), aliveFirefox, right, calibration(), known),
    rule: 'tls.forged-for-the-name',
    expect: { status: 'blocked', mechanism: 'tls-interception', confidence: 'likely' },
  },
  {
    name: 'self-signed for everybody, in Chromium',
    browser: 'chromium',
    seen: all(
      twice(failed(SITE, 'tls.cert.authority_invalid')),
      address(HOST, IP, 'tls.cert.authority_invalid'),
      known,
    ),
    rule: 'tls.untrusted-for-all',
    expect: { status: 'inconclusive' },
  },
  {
    name: 'self-signed for everybody, in Firefox',
    browser: 'firefox',
    seen: all(
      twice(sentence(SENTENCES.authority)),
      address(HOST, IP, 'tls.failed', { failure: { raw: SENTENCES.authority } }),
      right,
      calibration(),
      known,
    ),
    rule: 'tls.untrusted-for-all',
    expect: { status: 'inconclusive' },
  },
  {
    name: 'untrusted, nothing to compare with',
    browser: 'chromium',
    seen: all(twice(failed(SITE, 'tls.cert.authority_invalid')), references()),
    rule: 'tls.untrusted',
    expect: { status: 'inconclusive' },
  },
  {
    name: 'antivirus that this browser does not trust, in Chromium',
    browser: 'chromium',
    seen: all(
      twice(failed(SITE, 'tls.cert.authority_invalid')),
      alive,
      allDoh(HOST, [IP]),
      referencesFailing('tls.cert.authority_invalid'),
    ),
    rule: 'tls.all-are-intercepted',
    expect: { status: 'inconclusive', warnings: ['local-inspection'] },
  },
  {
    name: 'antivirus that this browser does not trust, in Firefox',
    browser: 'firefox',
    seen: all(twice(sentence(SENTENCES.other)), referencesFailing('tls.failed')),
    rule: 'tls.all-are-intercepted',
    expect: { status: 'inconclusive', warnings: ['local-inspection'] },
  },
  {
    name: 'expired for everybody, in Chromium',
    browser: 'chromium',
    seen: all(twice(failed(SITE, 'tls.cert.date_invalid')), alive, known),
    rule: 'tls.expired',
    expect: { status: 'down' },
  },
  {
    name: 'expired for everybody, in Firefox',
    browser: 'firefox',
    seen: all(twice(sentence(SENTENCES.date)), aliveFirefox, right, calibration(), known),
    rule: 'tls.expired',
    expect: { status: 'down' },
  },
  {
    name: 'expired, or our clock: nobody told',
    browser: 'chromium',
    seen: all(failed(SITE, 'tls.cert.date_invalid')),
    rule: 'tls.expired-or-our-clock',
    expect: { status: 'inconclusive' },
  },
  {
    name: 'our clock is a month off, in Chromium',
    browser: 'chromium',
    seen: all(
      twice(failed(SITE, 'tls.cert.date_invalid')),
      referencesFailing('tls.cert.date_invalid', { clockSkewMs: 30 * 86_400_000 }),
    ),
    rule: 'tls.our-clock-is-wrong',
    expect: { status: 'untested', reason: 'clock' },
  },
  {
    name: 'our clock is a month off, in Firefox',
    browser: 'firefox',
    seen: all(
      twice(sentence(SENTENCES.date)),
      referencesFailing('tls.failed', { clockSkewMs: -30 * 86_400_000 }),
    ),
    rule: 'tls.our-clock-is-wrong',
    expect: { status: 'untested', reason: 'clock' },
  },
  {
    name: 'certificate of another host for everybody, in Chromium',
    browser: 'chromium',
    seen: all(twice(failed(SITE, 'tls.cert.name_invalid')), alive, toHttps(IP), known),
    rule: 'tls.wrong-name',
    expect: { status: 'down' },
  },
  {
    name: 'certificate of another host for everybody, in Firefox',
    browser: 'firefox',
    seen: all(twice(sentence(SENTENCES.name)), aliveFirefox, right, calibration(), known),
    rule: 'tls.wrong-name',
    expect: { status: 'down' },
  },
  {
    name: 'certificate of another host at an address nobody else gives, the real one unasked',
    browser: 'firefox',
    seen: all(twice(sentence(SENTENCES.name)), systemDns(HOST, [OTHER]), calibration(), known),
    rule: 'tls.wrong-name-apart',
    expect: { status: 'inconclusive' },
  },
  {
    name: 'a sentence that calibration does not know',
    browser: 'firefox',
    seen: all(twice(sentence(SENTENCES.other)), aliveFirefox, right, calibration(), known),
    rule: 'tls.unread-sentence',
    expect: { status: 'inconclusive' },
  },
  {
    name: 'the server speaks no TLS of ours to anybody',
    browser: 'chromium',
    seen: all(
      twice(failed(SITE, 'tls.version_or_cipher_mismatch')),
      address(HOST, IP, 'tls.version_or_cipher_mismatch'),
      known,
    ),
    rule: 'tls.broken-for-all',
    expect: { status: 'down' },
  },
  {
    name: 'plain text injected into the handshake of the name',
    browser: 'chromium',
    seen: all(twice(failed(SITE, 'tls.protocol.error')), alive, known),
    rule: 'tls.garbled-for-the-name',
    expect: { ...sniLikely, confidence: 'suspected' },
  },
  {
    name: 'an alert for the name, nothing more',
    browser: 'chromium',
    seen: all(twice(failed(SITE, 'tls.failed')), known),
    rule: 'tls.alert-unexplained',
    expect: { status: 'inconclusive' },
  },
  ...inBoth({
    name: 'the server wants a client certificate',
    seen: all(failed(SITE, 'tls.bad_client_auth_cert')),
    rule: 'tls.client-certificate-asked',
    expect: { status: 'reachable' },
  }),
]
