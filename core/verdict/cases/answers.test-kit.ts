import { again, all, allDoh, failed, hop, page, reference, references } from '../observe.test-kit.ts'
import { type Case, HOST, IP, inBoth, OTHER, PLAIN, SITE } from './case.test-kit.ts'

const security = (builtInRoot: boolean, root = 'AA') => ({
  builtInRoot,
  root,
  protocol: 'TLSv1.3',
  usedEch: false,
})
const foreign = { security: security(false) }

/** The site answered under its certificate. */
export const ANSWER_CASES: Case[] = [
  ...inBoth({
    name: 'plain success',
    seen: all(page(SITE)),
    rule: 'response.site-answers',
    expect: { status: 'reachable', warnings: [], rules: ['response.site-answers'], engine: 2 },
  }),
  ...inBoth({
    name: 'a 404 is an answer',
    seen: all(page(SITE, { status: 404 })),
    rule: 'response.site-answers',
    expect: { status: 'reachable' },
  }),
  ...inBoth({
    name: 'many redirects within the site',
    seen: all(page(SITE, { url: `${SITE}home` }, { via: [hop(SITE, `${SITE}home`)] })),
    rule: 'response.site-answers',
    expect: { status: 'reachable', warnings: [] },
  }),
  ...inBoth({
    name: 'plain HTTP that goes to its own https',
    url: PLAIN,
    seen: all(page(PLAIN, { url: SITE }, { via: [hop(PLAIN, SITE, { ip: IP })] })),
    rule: 'response.site-answers',
    expect: { status: 'reachable' },
  }),
  ...inBoth({
    name: 'failed once, answered when asked again: a bad line, not a block',
    seen: all(failed(SITE, 'tcp.reset'), again(page(SITE)), references()),
    rule: 'response.site-answers',
    expect: { status: 'reachable' },
  }),
  ...inBoth({
    name: 'answered while the references fail',
    seen: all(page(SITE), references({ foreign: 0, inCountry: 0, portal: 'silent' })),
    rule: 'response.site-answers',
    expect: { status: 'reachable' },
  }),
  ...inBoth({
    name: 'geo-block of the site',
    seen: all(page(SITE, { status: 451, title: 'Unavailable' })),
    rule: 'response.refused',
    expect: { status: 'refused', scope: 'unknown', confidence: null },
  }),
  ...inBoth({
    name: 'robot check, told by a header',
    seen: all(page(SITE, { status: 503, headers: { 'cf-mitigated': 'challenge' } })),
    rule: 'response.challenge',
    expect: { status: 'refused', scope: 'unknown' },
  }),
  ...inBoth({
    name: 'robot check, told by its words',
    seen: all(page(SITE, { status: 403, title: 'Just a moment...' })),
    rule: 'response.challenge',
    expect: { status: 'refused' },
  }),
  ...inBoth({
    name: 'server error',
    seen: all(page(SITE, { status: 502 })),
    rule: 'response.server-error',
    expect: { status: 'down' },
  }),
  ...inBoth({
    name: 'kept open since an earlier look at the same name',
    seen: all(page(SITE, { reused: true })),
    rule: 'response.site-answers',
    expect: { status: 'reachable', warnings: ['reused-connection'] },
  }),
  ...inBoth({
    name: "another name's connection hides a filter on this one",
    seen: all(page(SITE, { reused: true, coalesced: true })),
    rule: 'response.old-connection',
    expect: { status: 'inconclusive', warnings: ['reused-connection'] },
  }),
  ...inBoth({
    name: "a connection of its own counts, another name's does not",
    seen: all(page(SITE, { reused: true, coalesced: true }), again(page(SITE))),
    rule: 'response.site-answers',
    expect: { status: 'reachable', warnings: [] },
  }),
  {
    name: 'delivered through a foreign root, this site alone',
    browser: 'firefox',
    seen: all(page(SITE, foreign), references({}, { builtInRoot: true })),
    rule: 'response.site-answers',
    expect: { status: 'reachable', warnings: ['tls-interception'] },
  },
  {
    name: 'antivirus: every host under the same foreign root',
    browser: 'firefox',
    seen: all(page(SITE, foreign), references({}, { builtInRoot: false, root: 'AA' })),
    rule: 'response.site-answers',
    expect: { status: 'reachable', warnings: ['local-inspection'] },
  },
  {
    name: 'antivirus on this machine, and this site under yet another foreign root',
    browser: 'firefox',
    seen: all(
      page(SITE, { security: security(false, 'BB') }),
      references({}, { builtInRoot: false, root: 'AA' }),
    ),
    rule: 'response.site-answers',
    expect: { status: 'reachable', warnings: ['tls-interception'] },
  },
  {
    name: "the interceptor's notice under the interceptor's root",
    browser: 'firefox',
    seen: all(
      page(SITE, { ...foreign, title: 'Сайт заблокирован', text: 'по решению суда', linkHosts: [] }),
      reference('foreign', 'https://f1.example/', { builtInRoot: true }),
    ),
    rule: 'response.block-page-under-foreign-root',
    expect: { status: 'blocked', mechanism: 'tls-interception', confidence: 'suspected' },
  },
  ...inBoth({
    name: 'a CDN gives this network an address of its own',
    seen: all(page(SITE, { ip: OTHER }), allDoh(HOST, [IP])),
    rule: 'response.site-answers',
    expect: { status: 'reachable' },
  }),
]
