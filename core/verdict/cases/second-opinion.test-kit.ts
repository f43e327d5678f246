import type { PageObservation } from '../../model/observation.ts'
import {
  address,
  again,
  all,
  allDoh,
  control,
  doh,
  failed,
  handshake,
  hop,
  noDoh,
  OUTSIDE,
  page,
  references,
} from '../observe.test-kit.ts'
import { type Case, HOST, IP, inBoth, OTHER, PLAIN, SITE } from './case.test-kit.ts'

const twice = (look: PageObservation) => [look, again(look)]
const deaf = [...noDoh(HOST), ...references()]
const known = [...allDoh(HOST, [IP]), ...references()]
const noName = failed(SITE, 'dns.name_not_resolved')
const alive = address(HOST, IP, 'tls.cert.name_invalid')
const closedPort = failed(`https://${HOST}:8443/`, 'tcp.refused', { role: 'closed-port' })
const HOUR_AGO = { takenAt: 1_700_000_000_000 - 3_600_000, source: 'snapshot' } as const

/** No resolver was heard: the outside view is the second opinion on the name. */
const NAMES: Case[] = [
  ...inBoth({
    name: 'no resolver is heard, somebody outside knows the name',
    seen: all(twice(noName), deaf, alive, control(SITE)),
    rule: 'dns.no-name-here',
    expect: { status: 'blocked', mechanism: 'dns', confidence: 'likely' },
  }),
  ...inBoth({
    name: 'no resolver is configured, and a snapshot knows the name',
    seen: all(twice(noName), references(), control(SITE, {}, HOUR_AGO)),
    rule: 'dns.no-name-here',
    expect: { status: 'blocked', mechanism: 'dns', confidence: 'likely' },
  }),
  ...inBoth({
    name: 'that a name is gone, an old look cannot say',
    seen: all(twice(noName), deaf, control(SITE, OUTSIDE.nowhere, HOUR_AGO)),
    rule: 'dns.no-second-opinion',
    expect: { status: 'inconclusive' },
  }),
  ...inBoth({
    name: 'resolvers contradict each other, and nobody finds it outside',
    seen: all(
      twice(noName),
      doh(HOST, [IP]),
      doh(HOST, [], { resolver: 'two', rcode: 'NXDOMAIN' }),
      references(),
      control(SITE, OUTSIDE.nowhere),
    ),
    rule: 'down.no-such-name-outside',
    expect: { status: 'down' },
  }),
  {
    name: 'refused by name, accepted at the addresses that somebody far away was given',
    browser: 'chromium',
    seen: all(twice(failed(SITE, 'tcp.refused')), deaf, alive, control(SITE)),
    rule: 'dns.elsewhere-here',
    expect: { status: 'blocked', mechanism: 'dns', confidence: 'suspected' },
  },
]

const SHORT = 'https://short.example/x'
const refusedHop = failed(SHORT, 'tcp.refused', { via: [hop(SHORT, SITE)] })
const hopSeen = all(twice(refusedHop), address(HOST, IP, 'tcp.refused'), known)

/** A hop fails: what somebody outside knows of it. */
const HOPS: Case[] = [
  ...inBoth({
    name: 'somebody outside connects to the address of the hop',
    url: SHORT,
    seen: all(hopSeen, control(SHORT, { tcp: { [`${OTHER}:443`]: true, [`${IP}:443`]: true } })),
    rule: 'ip.no-address-answers',
    expect: { status: 'blocked', mechanism: 'ip', confidence: 'likely', hop: SITE },
  }),
  ...inBoth({
    name: 'somebody outside got past the hop',
    url: SHORT,
    seen: all(hopSeen, control(SHORT, { tcp: { [`${OTHER}:443`]: true } })),
    rule: 'ip.no-address-answers',
    expect: { status: 'blocked', mechanism: 'ip', confidence: 'likely', hop: SITE },
  }),
  ...inBoth({
    name: 'nobody outside connects to the hop, which was asked about by itself',
    url: SHORT,
    seen: all(
      hopSeen,
      control(SHORT, { tcp: { [`${OTHER}:443`]: true } }),
      control(SITE, {
        tcp: { [`${IP}:443`]: false },
        tls: {},
        http: { status: null, failure: 'generic_timeout_error' },
      }),
    ),
    rule: 'ip.dead-for-all',
    expect: { status: 'inconclusive' },
  }),
  {
    name: 'many redirects, and the time was up',
    browser: 'firefox',
    url: SHORT,
    seen: all(
      twice(
        failed(SHORT, 'timed_out', {
          via: [1, 2, 3, 4, 5].map((n) => hop(SHORT, n === 5 ? SITE : SHORT)),
          failure: { stage: 'tls' },
        }),
      ),
      alive,
      closedPort,
      known,
    ),
    rule: 'link.slow-redirects',
    expect: { status: 'inconclusive' },
  },
]

const ODD = 'https://news.example:4443/'
const at4443 = { port: 4443 }

/** One port of an address is not the others. */
const PORTS: Case[] = [
  ...inBoth({
    name: 'an odd port that refuses, and nobody outside asked it',
    url: ODD,
    seen: all(twice(failed(ODD, 'tcp.refused')), known, address(HOST, IP, 'tcp.refused', at4443)),
    rule: 'ip.no-second-opinion',
    expect: { status: 'inconclusive' },
  }),
  ...inBoth({
    name: 'an odd port that refuses here and not outside: many networks shut all odd ports',
    url: ODD,
    seen: all(
      twice(failed(ODD, 'tcp.refused')),
      known,
      address(HOST, IP, 'tcp.refused', at4443),
      control(ODD, { tcp: { [`${IP}:4443`]: true }, tls: { [`${IP}:4443`]: null } }),
    ),
    rule: 'ip.no-address-answers',
    expect: { status: 'blocked', mechanism: 'ip', confidence: 'suspected' },
  }),
  ...inBoth({
    name: 'cut on the name at an odd port, which lives without it',
    url: ODD,
    seen: all(twice(failed(ODD, 'tcp.reset')), known, address(HOST, IP, 'tls.cert.name_invalid', at4443)),
    rule: 'tls.cut-on-the-name',
    expect: { status: 'blocked', mechanism: 'tls-sni', confidence: 'likely' },
  }),
  ...inBoth({
    name: 'what the ordinary port does tells nothing of an odd one',
    url: ODD,
    seen: all(twice(failed(ODD, 'tcp.refused')), known, alive),
    rule: 'ip.no-second-opinion',
    expect: { status: 'inconclusive' },
  }),
  ...inBoth({
    name: 'only the https port refuses here, outside it does not',
    seen: all(
      twice(failed(SITE, 'tcp.refused')),
      known,
      address(HOST, IP, 'tcp.refused'),
      page(PLAIN, { ip: IP }, { role: 'plain-http' }),
      control(SITE),
    ),
    rule: 'ip.no-address-answers',
    expect: { status: 'blocked', mechanism: 'ip', confidence: 'likely' },
  }),
  {
    name: 'only the https port is silent, and no handshake ended in 32 s: none began',
    browser: 'chromium',
    seen: all(
      failed(SITE, 'timed_out', { ms: 10_000 }),
      failed(SITE, 'timed_out', { role: 'patient', ms: 32_000 }),
      known,
      address(HOST, IP, 'timed_out'),
      address(HOST, IP, 'timed_out', { via: 'neutral' }),
      closedPort,
      page(PLAIN, { ip: IP }, { role: 'plain-http' }),
      control(SITE),
    ),
    rule: 'ip.no-address-answers',
    expect: { status: 'blocked', mechanism: 'ip', confidence: 'likely' },
  },
  ...inBoth({
    name: 'only the plain port is silent, with the name and without',
    url: PLAIN,
    seen: all(
      twice(failed(PLAIN, 'timed_out')),
      known,
      address(HOST, IP, 'timed_out', { scheme: 'http' }),
      page(SITE, {}, { role: 'over-https' }),
      control(PLAIN),
    ),
    rule: 'ip.silent-after-the-name',
    expect: { status: 'blocked', mechanism: 'ip', confidence: 'suspected' },
  }),
  ...inBoth({
    name: 'only the plain port refuses here, outside it does not',
    url: PLAIN,
    seen: all(
      twice(failed(PLAIN, 'tcp.refused')),
      known,
      address(HOST, IP, 'tcp.refused', { scheme: 'http' }),
      page(SITE, {}, { role: 'over-https' }),
      control(PLAIN),
    ),
    rule: 'ip.no-address-answers',
    expect: { status: 'blocked', mechanism: 'ip', confidence: 'likely' },
  }),
]

const kept = page(SITE, { reused: true })

/** A page came on a connection kept open since an earlier look. */
const KEPT: Case[] = [
  ...inBoth({
    name: 'on a connection kept open, and a new one gets through',
    seen: all(kept, handshake(SITE, 400)),
    rule: 'response.site-answers',
    expect: { status: 'reachable', warnings: [] },
  }),
  ...inBoth({
    name: 'on a connection kept open, and there is no name any more for a new one',
    seen: all(
      kept,
      handshake(SITE, 'dns.name_not_resolved'),
      handshake(`${SITE}?`, 'dns.name_not_resolved'),
      known,
      alive,
    ),
    rule: 'dns.no-name-here',
    expect: { status: 'blocked', mechanism: 'dns', confidence: 'likely' },
  }),
  ...inBoth({
    name: 'on a connection kept open, and a new one is answered with garbage, under TLS: the site answers',
    seen: all(kept, handshake(SITE, 'http.response.invalid')),
    rule: 'response.site-answers',
    expect: { status: 'reachable', warnings: [] },
  }),
  ...inBoth({
    name: 'a plain page on a connection kept open, and a new one leads elsewhere',
    url: PLAIN,
    seen: all(page(PLAIN, { reused: true, ip: IP }), handshake(PLAIN, 200, { ip: OTHER })),
    rule: 'http.site-answers',
    expect: { status: 'reachable', warnings: ['reused-connection'] },
  }),
]

export const SECOND_OPINION_CASES: Case[] = [...NAMES, ...HOPS, ...PORTS, ...KEPT]
