import type { PageObservation } from '../../model/observation.ts'
import {
  address,
  again,
  all,
  allDoh,
  BEFORE_NAME,
  control,
  failed,
  handshake,
  hop,
  noDoh,
  OUTSIDE,
  page,
  references,
  systemDns,
} from '../observe.test-kit.ts'
import { type Case, HOST, IP, IP2, inBoth, PLAIN, SITE } from './case.test-kit.ts'

const twice = (look: PageObservation) => [look, again(look)]
const known = [allDoh(HOST, [IP]), references()].flat()
const alive = address(HOST, IP, 'tls.cert.name_invalid')
const closedPort = failed(`https://${HOST}:8443/`, 'tcp.refused', { role: 'closed-port' })
const plainDoor = page(
  PLAIN,
  { url: SITE, ip: IP },
  { role: 'plain-http', via: [hop(PLAIN, SITE, { ip: IP })] },
)
const untrusted = failed(SITE, 'tls.cert.authority_invalid')
const coalesced = { reused: true, coalesced: true }

/** What somebody outside adds, and what the name's own connection does. */
export const OUTSIDE_CASES: Case[] = [
  // Down for everyone.
  ...inBoth({
    name: 'no such name outside, and no resolver to ask',
    seen: all(
      twice(failed(SITE, 'dns.name_not_resolved')),
      noDoh(HOST),
      references(),
      control(SITE, OUTSIDE.nowhere),
    ),
    rule: 'down.no-such-name-outside',
    expect: { status: 'down' },
  }),
  ...inBoth({
    name: 'no such name outside, but the resolvers know it',
    seen: all(twice(failed(SITE, 'dns.name_not_resolved')), known, control(SITE, OUTSIDE.nowhere)),
    rule: 'dns.resolvers-disagree',
    expect: { status: 'inconclusive' },
  }),
  ...inBoth({
    name: 'an unknown certificate for everyone',
    seen: all(
      twice(untrusted),
      address(HOST, IP, 'tls.cert.authority_invalid'),
      known,
      control(SITE, OUTSIDE.tls),
    ),
    rule: 'down.tls-fails-outside',
    expect: { status: 'down' },
  }),
  ...inBoth({
    name: 'handshakes cut for everyone',
    seen: all(
      twice(failed(SITE, 'tcp.reset')),
      address(HOST, IP, 'tcp.reset'),
      known,
      control(SITE, OUTSIDE.tls),
    ),
    rule: 'down.tls-fails-outside',
    expect: { status: 'down' },
  }),
  ...inBoth({
    name: 'a stuck site, for everyone',
    seen: all(
      twice(failed(SITE, 'timed_out', { failure: { stage: 'request' } })),
      alive,
      closedPort,
      known,
      control(SITE, OUTSIDE.mute),
    ),
    rule: 'down.no-answer-outside',
    expect: { status: 'down' },
  }),
  ...inBoth({
    name: 'a hop that fails for everyone',
    url: 'https://short.example/x',
    seen: all(
      twice(failed('https://short.example/x', 'timed_out', { via: [hop('https://short.example/x', SITE)] })),
      address(HOST, IP, 'timed_out'),
      known,
      control('https://short.example/x', OUTSIDE.mute),
    ),
    rule: 'down.no-answer-outside',
    expect: { status: 'down' },
  }),
  ...inBoth({
    name: 'cut on the name here, silent for a helper that the site shuts out: the layers differ',
    seen: all(twice(failed(SITE, 'tcp.reset')), alive, plainDoor, known, control(SITE, OUTSIDE.mute)),
    rule: 'tls.cut-on-the-name',
    expect: { status: 'blocked', mechanism: 'tls-sni', confidence: 'likely' },
  }),
  ...inBoth({
    name: 'an error of the site, for us only',
    seen: all(page(SITE, { status: 503 }), control(SITE)),
    rule: 'response.server-error-here-only',
    expect: { status: 'inconclusive' },
  }),
  ...inBoth({
    name: 'an error of the site, for everyone',
    seen: all(page(SITE, { status: 503 }), control(SITE, OUTSIDE.broken)),
    rule: 'response.server-error',
    expect: { status: 'down' },
  }),
  ...inBoth({
    name: 'an error of a plain site, for us only',
    url: PLAIN,
    seen: all(page(PLAIN, { status: 500 }), control(PLAIN)),
    rule: 'http.server-error-here-only',
    expect: { status: 'inconclusive' },
  }),

  // Refused by the site.
  ...inBoth({
    name: 'refused here and outside',
    seen: all(page(SITE, { status: 403 }), control(SITE, { http: { status: 403 } })),
    rule: 'response.refused',
    expect: { status: 'refused', scope: 'everyone', rules: ['response.refused', 'outside.refused-too'] },
  }),
  ...inBoth({
    name: 'refused here only',
    seen: all(page(SITE, { status: 451 }), control(SITE)),
    rule: 'response.refused',
    expect: { status: 'refused', scope: 'here', rules: ['response.refused', 'confidence.outside-up'] },
  }),
  ...inBoth({
    name: 'a robot check for both',
    seen: all(
      page(SITE, { status: 503, title: 'Just a moment...' }),
      control(SITE, { http: { status: 503, title: 'Just a moment...' } }),
    ),
    rule: 'response.challenge',
    expect: { status: 'refused', scope: 'everyone' },
  }),
  ...inBoth({
    name: 'refused here, gone outside: nothing known',
    seen: all(page(SITE, { status: 403 }), control(SITE, { http: { status: 404 } })),
    rule: 'response.refused',
    expect: { status: 'refused', scope: 'unknown' },
  }),

  // Certificates.
  ...inBoth({
    name: 'untrusted with and without the name here, good outside at that address',
    seen: all(twice(untrusted), address(HOST, IP, 'tls.cert.authority_invalid'), known, control(SITE)),
    rule: 'tls.forged-outside-valid',
    expect: { status: 'blocked', mechanism: 'tls-interception', confidence: 'likely' },
  }),
  ...inBoth({
    name: 'expired here, good outside',
    seen: all(twice(failed(SITE, 'tls.cert.date_invalid')), known, control(SITE)),
    rule: 'tls.expired-here-only',
    expect: { status: 'inconclusive' },
  }),
  ...inBoth({
    name: 'the wrong name here, the right one outside at that address',
    seen: all(twice(failed(SITE, 'tls.cert.name_invalid')), plainDoor, known, control(SITE)),
    rule: 'tls.wrong-name-here-only',
    expect: { status: 'blocked', mechanism: 'tls-interception', confidence: 'suspected' },
  }),
  ...inBoth({
    name: 'the wrong name here, the right one outside at another address',
    seen: all(
      twice(failed(SITE, 'tls.cert.name_invalid')),
      plainDoor,
      known,
      control(SITE, { tls: { [`${IP2}:443`]: null } }),
    ),
    rule: 'tls.wrong-name-apart',
    expect: { status: 'inconclusive' },
  }),

  // Addresses that hang up or fall silent.
  ...inBoth({
    name: 'hung up with and without the name, before it was said too, and served outside',
    seen: all(
      address(HOST, IP, 'tcp.reset', BEFORE_NAME),
      twice(failed(SITE, 'tcp.reset')),
      known,
      control(SITE),
    ),
    rule: 'ip.hangs-up-here',
    expect: { status: 'blocked', mechanism: 'ip', confidence: 'likely' },
  }),
  ...inBoth({
    name: 'hung up without the name after it was said, and served outside',
    seen: all(twice(failed(SITE, 'tcp.reset')), address(HOST, IP, 'tcp.reset'), known, control(SITE)),
    rule: 'ip.hangs-up-here',
    expect: { status: 'blocked', mechanism: 'unknown', confidence: 'suspected' },
  }),
  ...inBoth({
    name: 'answered until the name was said',
    seen: all(
      address(HOST, IP, 'tls.cert.name_invalid', BEFORE_NAME),
      twice(failed(SITE, 'timed_out')),
      address(HOST, IP, 'timed_out', { via: 'neutral' }),
      closedPort,
      known,
    ),
    rule: 'tls.shut-after-the-name',
    expect: { status: 'blocked', mechanism: 'tls-sni', confidence: 'likely' },
  }),
  ...inBoth({
    name: 'silent without a name, answering under a neutral one',
    seen: all(
      twice(failed(SITE, 'tcp.reset')),
      address(HOST, IP, 'tcp.reset'),
      address(HOST, IP, 'tls.cert.name_invalid', { via: 'neutral' }),
      plainDoor,
      known,
    ),
    rule: 'tls.cut-on-the-name',
    expect: { status: 'blocked', mechanism: 'tls-sni', confidence: 'likely' },
  }),
  ...inBoth({
    name: 'cut on the name, then that port is silent and others are not',
    seen: all(
      twice(failed(SITE, 'tcp.reset')),
      address(HOST, IP, 'timed_out'),
      closedPort,
      systemDns(HOST, [IP]),
      known,
      control(SITE),
    ),
    rule: 'tls.cut-then-silence',
    expect: { status: 'blocked', mechanism: 'tls-sni', confidence: 'likely' },
  }),

  // The name's own connection.
  ...inBoth({
    name: "on another name's connection, and one of its own gets through",
    seen: all(page(SITE, coalesced), handshake(SITE, 400)),
    rule: 'response.site-answers',
    expect: { status: 'reachable', warnings: [] },
  }),
  ...inBoth({
    name: "on another name's connection, and its own is cut, twice",
    seen: all(
      page(SITE, coalesced),
      handshake(SITE, 'tcp.reset'),
      handshake(`${SITE}?`, 'tcp.reset'),
      alive,
      plainDoor,
      known,
    ),
    rule: 'tls.cut-on-the-name',
    expect: { status: 'blocked', mechanism: 'tls-sni', confidence: 'likely', hop: null },
  }),
  ...inBoth({
    name: 'a failed handshake beside a page on a connection of its own says nothing',
    seen: all(page(SITE), handshake(SITE, 'tcp.reset')),
    rule: 'response.site-answers',
    expect: { status: 'reachable', warnings: [] },
  }),
]
