import type { PageObservation } from '../../model/observation.ts'
import {
  address,
  again,
  all,
  allDoh,
  control,
  failed,
  fingerprint,
  page,
  references,
  systemDns,
} from '../observe.test-kit.ts'
import { type Case, HOST, IP, inBoth, OTHER, PLAIN, SITE } from './case.test-kit.ts'

const twice = (look: PageObservation) => [look, again(look)]
const known = [allDoh(HOST, [IP]), references()].flat()
const notice = { title: 'Доступ к сайту заблокирован', text: 'по решению суда', linkHosts: [], bytes: 2_000 }
const vague = { title: 'Access Denied', text: '', linkHosts: ['operator.example'], bytes: 900 }
const HEALTHY = { http: { title: 'Weather over the steppe', bodyLength: 60_000 } }

/** Pages that read like notices: who else gets them, and which list knows them. */
export const NOTICE_CASES: Case[] = [
  // Plain pages.
  ...inBoth({
    name: 'a plain notice that nobody outside gets',
    url: PLAIN,
    seen: all(page(PLAIN, notice), page(PLAIN, notice, { role: 'repeat' }), known, control(PLAIN, HEALTHY)),
    rule: 'http.block-page',
    expect: { status: 'blocked', mechanism: 'http', confidence: 'likely' },
  }),
  ...inBoth({
    name: 'a vague refusal that nobody outside gets',
    url: PLAIN,
    seen: all(page(PLAIN, vague), page(PLAIN, vague, { role: 'repeat' }), known, control(PLAIN, HEALTHY)),
    rule: 'http.block-page',
    expect: { status: 'blocked', mechanism: 'http', confidence: 'likely' },
  }),
  ...inBoth({
    name: 'a vague refusal that everybody gets',
    url: PLAIN,
    seen: all(
      page(PLAIN, { ...vague, linkHosts: [HOST] }),
      known,
      control(PLAIN, { http: { title: 'Access Denied', bodyLength: 900 } }),
    ),
    rule: 'http.same-outside',
    expect: { status: 'reachable' },
  }),
  ...inBoth({
    name: 'a vague refusal from an address of its own, that everybody gets: a CDN, not a lie',
    url: PLAIN,
    seen: all(
      page(PLAIN, { ...vague, linkHosts: [HOST], ip: OTHER }),
      known,
      address(HOST, IP, 200, { scheme: 'http' }),
      control(PLAIN, { http: { title: 'Access Denied', bodyLength: 900 } }),
    ),
    rule: 'http.same-outside',
    expect: { status: 'reachable' },
  }),
  ...inBoth({
    name: 'a robot check over plain HTTP is no fault of the site',
    url: PLAIN,
    seen: all(page(PLAIN, { status: 503, title: 'Just a moment...' })),
    rule: 'http.challenge',
    expect: { status: 'refused', scope: 'unknown' },
  }),
  ...inBoth({
    name: 'a plain 403 for us, a page for others',
    url: PLAIN,
    seen: all(page(PLAIN, { status: 403, title: 'Forbidden' }), control(PLAIN, HEALTHY)),
    rule: 'http.refused',
    expect: { status: 'refused', scope: 'here' },
  }),

  // Imported fingerprints.
  ...inBoth({
    name: 'a page from the imported list',
    url: PLAIN,
    seen: all(page(PLAIN), fingerprint(PLAIN, 'nat')),
    rule: 'fingerprint.block-page',
    expect: { status: 'blocked', mechanism: 'http', confidence: 'confirmed' },
  }),
  ...inBoth({
    name: 'a page that the list expects in this country',
    url: PLAIN,
    country: 'KZ',
    allSites: false,
    seen: all(page(PLAIN), fingerprint(PLAIN, 'vbw', { countries: ['KZ'] })),
    rule: 'fingerprint.block-page',
    expect: { status: 'blocked', mechanism: 'http', confidence: 'confirmed' },
  }),
  ...inBoth({
    name: 'a page that the list expects in another country',
    url: PLAIN,
    country: 'KZ',
    seen: all(page(PLAIN), fingerprint(PLAIN, 'vbw', { countries: ['RU'] })),
    rule: 'http.site-answers',
    expect: { status: 'reachable' },
  }),
  ...inBoth({
    name: 'a page that the list says is none, whatever it reads like',
    url: PLAIN,
    seen: all(page(PLAIN, notice), fingerprint(PLAIN, 'fp')),
    rule: 'http.site-answers',
    expect: { status: 'reachable' },
  }),
  ...inBoth({
    name: "a match under the site's own certificate is the site's own words",
    seen: all(page(SITE), fingerprint(SITE, 'nat')),
    rule: 'response.site-answers',
    expect: { status: 'reachable' },
  }),
  ...inBoth({
    name: 'led to an address of the imported list',
    seen: all(
      twice(failed(SITE, 'tcp.refused')),
      systemDns(HOST, [OTHER]),
      fingerprint(SITE, 'isp', { found: 'dns' }),
      known,
    ),
    rule: 'fingerprint.block-address',
    expect: { status: 'blocked', mechanism: 'dns', confidence: 'confirmed' },
  }),
]
