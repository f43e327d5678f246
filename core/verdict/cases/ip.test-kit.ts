import { address, again, all, allDoh, failed, page, references, systemDns } from '../observe.test-kit.ts'
import { type Case, HOST, IP, IP2, inBoth, PLAIN, SITE } from './case.test-kit.ts'

const ipSuspected = { status: 'blocked', mechanism: 'ip', confidence: 'suspected' } as const
const known = [allDoh(HOST, [IP]), references(), systemDns(HOST, [IP])].flat()
const twice = (code: Parameters<typeof failed>[1]) => [failed(SITE, code), again(failed(SITE, code))]
const six = '2606:2800:220:1:248:1893:25c8:1946'

export const IP_CASES: Case[] = [
  ...inBoth({
    name: 'address dropped',
    seen: all(twice('timed_out'), address(HOST, IP, 'timed_out'), known),
    rule: 'ip.no-address-answers',
    expect: ipSuspected,
  }),
  ...inBoth({
    name: 'address refused by a reset',
    seen: all(twice('tcp.refused'), address(HOST, IP, 'tcp.refused'), known),
    rule: 'ip.no-address-answers',
    expect: ipSuspected,
  }),
  ...inBoth({
    name: 'address rejected by ICMP',
    seen: all(twice('tcp.address_unreachable'), address(HOST, IP, 'tcp.address_unreachable'), known),
    rule: 'ip.no-address-answers',
    expect: ipSuspected,
  }),
  ...inBoth({
    name: 'address dropped, plain target',
    url: PLAIN,
    seen: all(
      failed(PLAIN, 'timed_out'),
      again(failed(PLAIN, 'timed_out')),
      address(HOST, IP, 'timed_out', { scheme: 'http' }),
      known,
    ),
    rule: 'ip.no-address-answers',
    expect: ipSuspected,
  }),
  ...inBoth({
    name: 'dropped, with only the listed sites granted',
    allSites: false,
    seen: all(twice('timed_out'), known),
    rule: 'ip.name-exists-but-silent',
    expect: { status: 'blocked', mechanism: 'unknown', confidence: 'suspected' },
  }),
  ...inBoth({
    name: 'silence and nobody to ask',
    seen: all(twice('timed_out'), references()),
    rule: 'ip.no-second-opinion',
    expect: { status: 'inconclusive', warnings: ['no-second-opinion'] },
  }),
  ...inBoth({
    name: 'IPv6 only, and we have none',
    seen: all(
      twice('tcp.address_unreachable'),
      allDoh(HOST, []),
      allDoh(HOST, [six], { type: 'AAAA' }),
      address(HOST, six, 'tcp.address_unreachable'),
      references(),
    ),
    rule: 'ip.no-ipv6-here',
    expect: { status: 'inconclusive' },
  }),
  ...inBoth({
    name: 'the site offers no https',
    seen: all(
      twice('tcp.refused'),
      address(HOST, IP, 'tcp.refused'),
      page(PLAIN, { ip: IP }, { role: 'plain-http' }),
      known,
    ),
    rule: 'ip.port-closed',
    expect: { status: 'inconclusive' },
  }),
  {
    name: 'refused at one of its addresses, the other unasked, in Firefox',
    browser: 'firefox',
    seen: all(
      twice('tcp.refused'),
      allDoh(HOST, [IP, IP2]),
      systemDns(HOST, [IP, IP2]),
      address(HOST, IP, 'tls.failed'),
      references(),
    ),
    rule: 'ip.some-other-address',
    expect: { status: 'inconclusive' },
  },
  {
    name: 'TLS silent with and without the name, in Firefox',
    browser: 'firefox',
    seen: all(
      failed(SITE, 'timed_out', { failure: { stage: 'tls' } }),
      failed(SITE, 'timed_out', { role: 'repeat', failure: { stage: 'tls' } }),
      address(HOST, IP, 'timed_out', { failure: { stage: 'tls' } }),
      known,
    ),
    rule: 'tls.silent-without-the-name',
    expect: { status: 'inconclusive' },
  },
  {
    name: 'TCP accepted first, then nothing at all: residual blocking, in Firefox',
    browser: 'firefox',
    seen: all(
      failed(SITE, 'timed_out', { failure: { stage: 'tls' } }),
      failed(SITE, 'timed_out', { role: 'repeat', failure: { stage: null } }),
      address(HOST, IP, 'timed_out'),
      known,
    ),
    rule: 'tls.silence-spread',
    expect: { status: 'blocked', mechanism: 'unknown', confidence: 'suspected' },
  },
  ...inBoth({
    name: 'the body freezes after 16 kB, twice',
    seen: all(
      failed(SITE, 'http.response.stalled', { bytes: 16_384 }),
      failed(SITE, 'http.response.stalled', { bytes: 16_384, role: 'repeat' }),
      known,
    ),
    rule: 'body.freezes-early',
    expect: { status: 'blocked', mechanism: 'freeze', confidence: 'suspected' },
  }),
  ...inBoth({
    name: 'the body breaks off once',
    seen: all(failed(SITE, 'http.response.stalled', { bytes: 90_000 }), known),
    rule: 'body.broken-off',
    expect: { status: 'inconclusive' },
  }),
  ...inBoth({
    name: 'redirects in circles under its own certificate',
    seen: all(failed(SITE, 'http.response.redirect_loop')),
    rule: 'http.redirect-loop',
    expect: { status: 'reachable' },
  }),
  ...inBoth({
    name: 'an error nobody has a word for',
    seen: all(twice('unknown'), known),
    rule: 'fallback.unexplained',
    expect: { status: 'inconclusive' },
  }),
]
