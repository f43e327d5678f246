import type { PageObservation } from '../../model/observation.ts'
import {
  address,
  all,
  allDoh,
  canary,
  control,
  failed,
  handshake,
  NO_TIMING,
  page,
  references,
  systemDns,
  transfers,
} from '../observe.test-kit.ts'
import { type Case, HOST, IP, inBoth, SITE } from './case.test-kit.ts'

const timing = (tls: number) => ({ ...NO_TIMING, tls })
const quickReferences = references({}, { timing: timing(40) })
const slowReferences = references({}, { timing: timing(2_600) })
/** 100 kB in 8 s. */
const crawl: Partial<PageObservation> = { ms: 8_200, firstByteMs: 200, quietMs: 20 }
const slowPage = page(SITE, { bytes: 100_000 }, crawl)
const heldUp = page(SITE, {}, { timing: timing(3_050) })
const alive = address(HOST, IP, 'tls.cert.name_invalid', { ms: 90 })
const policed = transfers(SITE, [95, 100, 104, 99, 101], [4_000, 5_000, 4_500, 4_800, 5_100])
const free = transfers(SITE, [4_100, 4_000, 4_600, 4_700, 4_900], [4_000, 5_000, 4_500, 4_800, 5_100])

export const SLOW_CASES: Case[] = [
  ...inBoth({
    name: 'a page that crawls, transfers that crawl, up outside',
    seen: all(slowPage, quickReferences, policed, control(SITE)),
    rule: 'throttled.transfers',
    expect: { status: 'throttled', mechanism: null, confidence: 'likely', warnings: ['slow'] },
  }),
  ...inBoth({
    name: 'the same, with nobody outside to ask',
    seen: all(slowPage, quickReferences, policed),
    rule: 'throttled.transfers',
    expect: { status: 'throttled', confidence: 'suspected' },
  }),
  ...inBoth({
    name: 'a page cut off while it still trickled',
    seen: all(
      failed(SITE, 'http.response.stalled', { ms: 10_000, bytes: 60_000, firstByteMs: 300, quietMs: 200 }),
      quickReferences,
      policed,
      control(SITE),
    ),
    rule: 'throttled.transfers',
    expect: { status: 'throttled', confidence: 'likely' },
  }),
  ...inBoth({
    name: 'a page that crawled once, transfers that run',
    seen: all(slowPage, quickReferences, free, control(SITE)),
    rule: 'response.site-answers',
    expect: { status: 'reachable', warnings: ['slow'] },
  }),
  ...inBoth({
    name: 'a page that crawls, transfers switched off',
    seen: all(slowPage, quickReferences),
    rule: 'response.site-answers',
    expect: { status: 'reachable', warnings: ['slow'] },
  }),
  ...inBoth({
    name: 'a page at a healthy pace is not throttled, whatever transfers say',
    seen: all(
      page(SITE, { bytes: 200_000 }, { ms: 900, firstByteMs: 200, quietMs: 5 }),
      quickReferences,
      policed,
    ),
    rule: 'response.site-answers',
    expect: { status: 'reachable', warnings: [] },
  }),
  ...inBoth({
    name: 'nor one that came quickly when asked again',
    seen: all(
      slowPage,
      page(SITE, { bytes: 200_000 }, { role: 'repeat', ms: 1_900, firstByteMs: 200, quietMs: 5 }),
      quickReferences,
      policed,
    ),
    rule: 'response.site-answers',
    expect: { status: 'reachable', warnings: [] },
  }),
  ...inBoth({
    name: 'handshakes of 3 s with the name, quick without, up outside',
    seen: all(
      heldUp,
      handshake(SITE, 400, { ms: 3_100 }),
      alive,
      allDoh(HOST, [IP]),
      quickReferences,
      control(SITE),
    ),
    rule: 'throttled.handshake',
    expect: { status: 'throttled', confidence: 'likely', warnings: ['slow'] },
  }),
  ...inBoth({
    name: 'one handshake of 3 s',
    seen: all(heldUp, alive, quickReferences, control(SITE)),
    rule: 'throttled.handshake',
    expect: { status: 'throttled', confidence: 'suspected' },
  }),
  ...inBoth({
    name: 'handshakes of 3 s with everybody: a slow line',
    seen: all(heldUp, handshake(SITE, 400, { ms: 3_100 }), slowReferences, control(SITE)),
    rule: 'response.site-answers',
    expect: { status: 'reachable', warnings: ['slow'] },
  }),
  ...inBoth({
    name: 'handshakes of 3 s, and the address is as slow without the name: a slow server',
    seen: all(
      heldUp,
      handshake(SITE, 400, { ms: 3_100 }),
      { ...alive, ms: 3_000 },
      quickReferences,
      control(SITE),
    ),
    rule: 'response.site-answers',
    expect: { status: 'reachable', warnings: ['slow'] },
  }),
]

const noName = failed(SITE, 'dns.name_not_resolved')
const refused = failed(SITE, 'tcp.refused')
const ADVERT = 'googleads.g.doubleclick.net'
const DECLARED = 'use-application-dns.net'
const known = [allDoh(HOST, [IP]), references()].flat()
const aliveHere = address(HOST, IP, 'tls.cert.name_invalid')
const unknownHost = systemDns(HOST, [], { error: 'NS_ERROR_UNKNOWN_HOST' })
const zero = systemDns(HOST, ['0.0.0.0'])
const twice = (look: PageObservation) => [look, { ...look, role: 'repeat' as const }]

/** Names denied by somebody's own choice. */
export const FILTER_CASES: Case[] = [
  ...inBoth({
    name: 'an advertising name is denied in the same way',
    seen: all(twice(noName), unknownHost, aliveHere, known, canary(ADVERT, 'dns.name_not_resolved')),
    rule: 'dns.filtered-at-home',
    expect: { status: 'inconclusive', warnings: ['home-dns-filter'] },
  }),
  ...inBoth({
    name: 'both led to 0.0.0.0',
    seen: all(twice(refused), zero, aliveHere, known, canary(ADVERT, 'tcp.refused', ['0.0.0.0'])),
    rule: 'dns.filtered-at-home',
    expect: { status: 'inconclusive', warnings: ['home-dns-filter'] },
  }),
  ...inBoth({
    name: 'the advert led to 0.0.0.0, the site denied: two different hands',
    seen: all(
      twice(noName),
      unknownHost,
      aliveHere,
      known,
      canary(ADVERT, 'tcp.refused', ['0.0.0.0']),
      canary(DECLARED, null),
    ),
    rule: 'dns.no-name-here',
    expect: { status: 'blocked', mechanism: 'dns', confidence: 'likely', warnings: [] },
  }),
  {
    name: 'both led astray, to different places, which Firefox shows',
    browser: 'firefox',
    seen: all(
      twice(refused),
      systemDns(HOST, ['10.10.34.35']),
      aliveHere,
      known,
      canary(ADVERT, 'tcp.refused', ['0.0.0.0']),
    ),
    rule: 'dns.bogon-here',
    expect: { status: 'blocked', mechanism: 'dns', confidence: 'likely' },
  },
  ...inBoth({
    name: 'the advert answers: no filter at home',
    seen: all(
      twice(noName),
      unknownHost,
      aliveHere,
      known,
      canary(ADVERT, null),
      canary(DECLARED, 'dns.name_not_resolved'),
    ),
    rule: 'dns.no-name-here',
    expect: { status: 'blocked', mechanism: 'dns', confidence: 'likely', warnings: [] },
  }),
  ...inBoth({
    name: 'only the declaration is denied, and nothing is known of adverts',
    seen: all(
      twice(noName),
      unknownHost,
      aliveHere,
      known,
      canary(ADVERT, 'timed_out'),
      canary(DECLARED, 'dns.name_not_resolved'),
    ),
    rule: 'dns.no-name-here',
    expect: { status: 'blocked', mechanism: 'dns', confidence: 'suspected', warnings: ['home-dns-filter'] },
  }),
]
