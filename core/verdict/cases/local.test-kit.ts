import type { FailureCode } from '../../model/failure.ts'
import { again, all, allDoh, failed, page, references, skipped } from '../observe.test-kit.ts'
import { type Case, HOST, IP, inBoth, PLAIN, SITE } from './case.test-kit.ts'

const here = (
  name: string,
  code: FailureCode,
  rule: string,
  reason: NonNullable<Case['expect']['reason']>,
): Case[] =>
  inBoth({
    name,
    seen: all(failed(SITE, code)),
    rule,
    expect: { status: 'untested', reason, confidence: null },
  })

const down = { foreign: 0, inCountry: 0, portal: 'silent' } as const
const abroadGone = { foreign: 0, inCountry: 3, portal: 'silent' } as const

/** This device and our own link. */
export const LOCAL_CASES: Case[] = [
  ...here('stopped by another extension', 'local.blocked_by_client', 'local.cancelled', 'cancelled'),
  ...here('stopped by a policy', 'local.blocked_by_policy', 'local.cancelled', 'cancelled'),
  ...here('stopped by the user', 'abandoned', 'local.cancelled', 'cancelled'),
  ...here('network changed', 'local.network_changed', 'local.network-changed', 'network-changed'),
  ...here('fell asleep', 'local.suspended', 'local.asleep', 'asleep'),
  ...here('unplugged', 'local.offline', 'local.offline', 'offline'),
  ...here('host access taken back', 'local.permission', 'local.permission', 'permission'),
  ...inBoth({
    name: 'the network changed under the second look',
    seen: all(failed(SITE, 'tcp.reset'), again(failed(SITE, 'local.network_changed')), references()),
    rule: 'local.network-changed',
    expect: { status: 'untested', reason: 'network-changed' },
  }),
  ...inBoth({
    name: 'the proxy could not reach it',
    seen: all(failed(SITE, 'local.proxy'), references()),
    rule: 'local.proxy',
    expect: { status: 'inconclusive' },
  }),
  ...inBoth({
    name: 'no permission, not asked',
    seen: [skipped('permission')],
    rule: 'local.skipped',
    expect: { status: 'untested', reason: 'permission' },
  }),
  ...inBoth({
    name: 'nothing seen at all',
    seen: [],
    rule: 'local.not-looked',
    expect: { status: 'untested', reason: 'interrupted' },
  }),
  ...inBoth({
    name: 'offline: every reference is silent',
    seen: all(failed(SITE, 'dns.name_not_resolved'), allDoh(HOST, [IP]), references(down)),
    rule: 'link.offline',
    expect: { status: 'untested', reason: 'offline', mechanism: null },
  }),
  ...inBoth({
    name: 'offline before any look',
    seen: references(down),
    rule: 'link.offline',
    expect: { status: 'untested', reason: 'offline' },
  }),
  ...inBoth({
    name: 'captive portal, certificate of the portal',
    seen: all(
      failed(SITE, 'tls.cert.authority_invalid'),
      references({ foreign: 0, inCountry: 0, portal: 'altered' }),
    ),
    rule: 'link.portal',
    expect: { status: 'untested', reason: 'portal' },
  }),
  ...inBoth({
    name: 'captive portal, a page of its own for everything plain',
    url: PLAIN,
    seen: all(page(PLAIN, { title: 'Welcome to our hotel' }), references({ foreign: 0, portal: 'altered' })),
    rule: 'link.portal',
    expect: { status: 'untested', reason: 'portal' },
  }),
  ...inBoth({
    name: 'captive portal that lets this site through, under its own certificate',
    seen: all(page(SITE), references({ foreign: 0, inCountry: 0, portal: 'altered' })),
    rule: 'response.site-answers',
    expect: { status: 'reachable' },
  }),
  ...inBoth({
    name: 'national-only internet',
    seen: all(failed(SITE, 'timed_out'), again(failed(SITE, 'timed_out')), references(abroadGone)),
    rule: 'link.national-only',
    expect: { status: 'untested', reason: 'national-only' },
  }),
  ...inBoth({
    name: 'national-only internet, a domestic site answers',
    url: 'https://kaspi.kz/',
    seen: all(page('https://kaspi.kz/'), references(abroadGone)),
    rule: 'response.site-answers',
    expect: { status: 'reachable' },
  }),
  ...inBoth({
    name: 'silence on a line where half the references are silent too',
    seen: all(
      failed(SITE, 'timed_out'),
      again(failed(SITE, 'timed_out')),
      allDoh(HOST, [IP]),
      references({ foreign: 2 }),
    ),
    rule: 'link.too-poor-to-tell',
    expect: { status: 'inconclusive' },
  }),
  {
    name: 'a healthy page that the browser says came through a proxy',
    browser: 'firefox',
    seen: [page(SITE, { proxied: true })],
    rule: 'response.site-answers',
    expect: { status: 'reachable', warnings: ['via-proxy'] },
  },
]
