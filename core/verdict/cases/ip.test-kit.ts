import {
  address,
  again,
  all,
  allDoh,
  BEFORE_NAME,
  control,
  failed,
  OUTSIDE,
  page,
  references,
  systemDns,
} from '../observe.test-kit.ts'
import { type Case, HOST, IP, IP2, inBoth, PLAIN, SITE } from './case.test-kit.ts'

const ipSuspected = { status: 'blocked', mechanism: 'ip', confidence: 'suspected' } as const
const known = [allDoh(HOST, [IP]), references(), systemDns(HOST, [IP])].flat()
const twice = (code: Parameters<typeof failed>[1]) => [failed(SITE, code), again(failed(SITE, code))]
const unknownSuspected = { status: 'blocked', mechanism: 'unknown', confidence: 'suspected' } as const
const plainDoor = (code: Parameters<typeof failed>[1]) => failed(PLAIN, code, { role: 'plain-http' })
const closedPort = (code: Parameters<typeof failed>[1]) =>
  failed(`https://${HOST}:8443/`, code, { role: 'closed-port' })
const otherPortsSilent = [plainDoor('timed_out'), closedPort('timed_out')]
const six = '2606:2800:220:1:248:1893:25c8:1946'

export const IP_CASES: Case[] = [
  ...inBoth({
    name: 'address silent on every port, and nobody outside to ask: dropped or dead',
    seen: all(twice('timed_out'), address(HOST, IP, 'timed_out'), otherPortsSilent, known),
    rule: 'ip.no-second-opinion',
    expect: { status: 'inconclusive', warnings: ['no-second-opinion'] },
  }),
  ...inBoth({
    name: 'address dropped on every port, and somebody outside connects',
    seen: all(
      twice('timed_out'),
      address(HOST, IP, 'timed_out'),
      address(HOST, IP, 'timed_out', { via: 'neutral' }),
      otherPortsSilent,
      known,
      control(SITE),
    ),
    rule: 'ip.no-address-answers',
    expect: { ...ipSuspected, confidence: 'likely' },
  }),
  ...inBoth({
    name: 'address silent before the name was said, and somebody outside connects',
    seen: all(
      address(HOST, IP, 'timed_out', BEFORE_NAME),
      twice('timed_out'),
      closedPort('tcp.refused'),
      known,
      control(SITE),
    ),
    rule: 'ip.no-address-answers',
    expect: { ...ipSuspected, confidence: 'likely' },
  }),
  ...inBoth({
    name: 'one port silent after the name was said: what a filter on names leaves behind',
    seen: all(
      twice('timed_out'),
      address(HOST, IP, 'timed_out'),
      plainDoor('timed_out'),
      closedPort('tcp.refused'),
      known,
      control(SITE),
    ),
    rule: 'ip.silent-after-the-name',
    expect: unknownSuspected,
  }),
  ...inBoth({
    name: 'silent without the name, after it was said, and nothing else was asked',
    seen: all(twice('timed_out'), address(HOST, IP, 'timed_out'), known, control(SITE)),
    rule: 'ip.silent-after-the-name',
    expect: unknownSuspected,
  }),
  ...inBoth({
    name: 'nobody outside connects either',
    seen: all(
      twice('timed_out'),
      address(HOST, IP, 'timed_out'),
      otherPortsSilent,
      known,
      control(SITE, OUTSIDE.silent),
    ),
    rule: 'down.no-connection-outside',
    expect: { status: 'down' },
  }),
  ...inBoth({
    name: 'nobody outside connected an hour ago: no news of now',
    seen: all(
      twice('timed_out'),
      address(HOST, IP, 'timed_out'),
      otherPortsSilent,
      known,
      control(SITE, OUTSIDE.silent, { takenAt: 1_700_000_000_000 - 3_600_000, source: 'snapshot' }),
    ),
    rule: 'ip.no-second-opinion',
    expect: { status: 'inconclusive' },
  }),
  ...inBoth({
    name: 'the site was up an hour ago: still a second opinion',
    seen: all(
      twice('timed_out'),
      address(HOST, IP, 'timed_out'),
      otherPortsSilent,
      known,
      control(SITE, {}, { takenAt: 1_700_000_000_000 - 3_600_000, source: 'snapshot' }),
    ),
    rule: 'ip.no-address-answers',
    expect: { ...ipSuspected, confidence: 'likely' },
  }),
  ...inBoth({
    name: 'a dead helper is no evidence',
    seen: all(
      twice('timed_out'),
      address(HOST, IP, 'timed_out'),
      otherPortsSilent,
      known,
      control(SITE, null),
    ),
    rule: 'ip.no-second-opinion',
    expect: { status: 'inconclusive' },
  }),
  ...inBoth({
    name: 'the addresses we were given are dead for all, the site is up at others',
    seen: all(
      twice('timed_out'),
      address(HOST, IP, 'timed_out'),
      otherPortsSilent,
      known,
      control(SITE, { tcp: { [`${IP}:443`]: false, [`${IP2}:443`]: true }, tls: { [`${IP2}:443`]: null } }),
    ),
    rule: 'ip.dead-for-all',
    expect: { status: 'inconclusive' },
  }),
  ...inBoth({
    name: 'IPv4 silent on every port, our own IPv6 broken, somebody outside connects',
    seen: all(
      twice('timed_out'),
      address(HOST, IP, 'timed_out'),
      allDoh(HOST, [six], { type: 'AAAA' }),
      address(HOST, six, 'tcp.address_unreachable'),
      otherPortsSilent,
      known,
      control(SITE),
    ),
    rule: 'ip.no-address-answers',
    expect: { ...ipSuspected, confidence: 'likely' },
  }),
  {
    name: 'only IPv6 is dead, in Firefox, which stays on it',
    browser: 'firefox',
    seen: all(
      twice('timed_out'),
      address(HOST, IP, 'tls.failed'),
      allDoh(HOST, [six], { type: 'AAAA' }),
      address(HOST, six, 'timed_out'),
      closedPort('tcp.refused'),
      known,
      control(SITE),
    ),
    rule: 'ip.one-address-dead',
    expect: { status: 'inconclusive' },
  },
  ...inBoth({
    name: 'address refused by a reset',
    seen: all(twice('tcp.refused'), address(HOST, IP, 'tcp.refused'), known, control(SITE)),
    rule: 'ip.no-address-answers',
    expect: { ...ipSuspected, confidence: 'likely' },
  }),
  ...inBoth({
    name: 'address rejected by ICMP',
    seen: all(
      twice('tcp.address_unreachable'),
      address(HOST, IP, 'tcp.address_unreachable'),
      known,
      control(SITE),
    ),
    rule: 'ip.no-address-answers',
    expect: { ...ipSuspected, confidence: 'likely' },
  }),
  ...inBoth({
    name: 'address dropped, plain target',
    url: PLAIN,
    seen: all(
      failed(PLAIN, 'timed_out'),
      again(failed(PLAIN, 'timed_out')),
      failed(SITE, 'timed_out', { role: 'over-https' }),
      closedPort('timed_out'),
      address(HOST, IP, 'timed_out', { scheme: 'http' }),
      known,
      control(PLAIN),
    ),
    rule: 'ip.no-address-answers',
    expect: { ...ipSuspected, confidence: 'likely' },
  }),
  ...inBoth({
    name: 'dropped, with only the listed sites granted',
    allSites: false,
    seen: all(twice('timed_out'), known, control(SITE)),
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
    name: 'a dropped SYN reads as a handshake in Firefox: no layer without more',
    browser: 'firefox',
    seen: all(
      failed(SITE, 'timed_out', { failure: { stage: 'tls' } }),
      failed(SITE, 'timed_out', { role: 'repeat', failure: { stage: 'tls' } }),
      address(HOST, IP, 'timed_out', { failure: { stage: 'tls' } }),
      known,
      control(SITE),
    ),
    rule: 'ip.silent-after-the-name',
    expect: unknownSuspected,
  },
  ...inBoth({
    name: 'the body freezes after 16 kB, twice, and somebody outside gets all of it',
    seen: all(
      failed(SITE, 'http.response.stalled', { bytes: 16_384, quietMs: 9_000 }),
      failed(SITE, 'http.response.stalled', { bytes: 16_384, quietMs: 9_000, role: 'repeat' }),
      known,
      control(SITE, { http: { bodyLength: 90_000 } }),
    ),
    rule: 'body.freezes-early',
    expect: { status: 'blocked', mechanism: 'freeze', confidence: 'likely' },
  }),
  ...inBoth({
    name: 'the body trickles: no freeze',
    seen: all(
      failed(SITE, 'http.response.stalled', { bytes: 16_384, quietMs: 900 }),
      failed(SITE, 'http.response.stalled', { bytes: 16_384, quietMs: 900, role: 'repeat' }),
      known,
      control(SITE, { http: { bodyLength: 90_000 } }),
    ),
    rule: 'body.broken-off',
    expect: { status: 'inconclusive' },
  }),
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
