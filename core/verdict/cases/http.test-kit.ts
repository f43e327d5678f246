import { address, again, all, allDoh, failed, hop, page, references, systemDns } from '../observe.test-kit.ts'
import { type Case, HOST, IP, inBoth, OTHER, PLAIN, SITE } from './case.test-kit.ts'

const known = [allDoh(HOST, [IP]), references(), systemDns(HOST, [IP])].flat()
const httpLikely = { status: 'blocked', mechanism: 'http', confidence: 'likely' } as const
const httpBlocked = { status: 'blocked', mechanism: 'http' } as const
const notice = { ip: IP, title: 'Сайт заблокирован', text: 'по решению суда', linkHosts: [] }
const own = page(SITE, { title: 'News of the day' }, { role: 'over-https' })
const alive = address(HOST, IP, 200, { scheme: 'http' })
const away = (to: string) => [hop(PLAIN, to, { ip: IP, status: 302 })]
const twice = <T extends ReturnType<typeof page>>(look: T) => [look, again(look)]

export const HTTP_CASES: Case[] = [
  ...inBoth({
    name: 'plain success',
    url: PLAIN,
    seen: all(page(PLAIN, { ip: IP })),
    rule: 'http.site-answers',
    expect: { status: 'reachable' },
  }),
  ...inBoth({
    name: "an operator's transparent proxy that passes the true page",
    url: PLAIN,
    seen: all(page(PLAIN, { ip: OTHER })),
    rule: 'http.site-answers',
    expect: { status: 'reachable' },
  }),
  ...inBoth({
    name: 'an article about blocking on a plain news site',
    url: PLAIN,
    seen: all(page(PLAIN, { title: 'Суд: сайт заблокирован', bytes: 60_000, linkHosts: [HOST, OTHER] })),
    rule: 'http.site-answers',
    expect: { status: 'reachable' },
  }),
  ...inBoth({
    name: 'the site refuses over plain HTTP, with nothing of a block page',
    url: PLAIN,
    seen: all(page(PLAIN, { status: 403, title: '403 Forbidden', linkHosts: [], bytes: 150 }), references()),
    rule: 'http.refused',
    expect: { status: 'refused', scope: 'unknown' },
  }),
  ...inBoth({
    name: 'plain server error',
    url: PLAIN,
    seen: all(page(PLAIN, { status: 500 })),
    rule: 'http.server-error',
    expect: { status: 'down' },
  }),
  ...inBoth({
    name: 'robot check over plain HTTP',
    url: PLAIN,
    seen: all(page(PLAIN, { status: 403, title: 'Attention Required!', text: 'captcha' }), references()),
    rule: 'http.challenge',
    expect: { status: 'refused' },
  }),
  ...inBoth({
    name: 'plain page on an old connection',
    url: PLAIN,
    seen: all(page(PLAIN, { reused: true, coalesced: true })),
    rule: 'http.old-connection',
    expect: { status: 'inconclusive', warnings: ['reused-connection'] },
  }),
  ...[200, 403, 451].flatMap((status) =>
    inBoth({
      name: `injected block page with status ${status}, the site's own page over HTTPS`,
      url: PLAIN,
      seen: all(twice(page(PLAIN, { ...notice, status })), own, alive, known),
      rule: 'http.block-page',
      expect: httpLikely,
    }),
  ),
  ...inBoth({
    name: 'a wordless 403 that the site itself does not send',
    url: PLAIN,
    seen: all(twice(page(PLAIN, { status: 403, title: '', text: '', linkHosts: [], ip: IP })), own, known),
    rule: 'http.block-page',
    expect: httpLikely,
  }),
  ...inBoth({
    name: 'injected block page of a site without HTTPS',
    url: PLAIN,
    seen: all(twice(page(PLAIN, notice)), failed(SITE, 'tcp.refused', { role: 'over-https' }), alive, known),
    rule: 'http.block-page',
    expect: { ...httpBlocked, confidence: 'suspected' },
  }),
  ...inBoth({
    name: 'the block page bites on a redirect hop',
    url: 'https://short.example/x',
    seen: all(
      twice(
        page(
          'https://short.example/x',
          { ...notice, url: PLAIN },
          { via: [hop('https://short.example/x', PLAIN)] },
        ),
      ),
      own,
      known,
    ),
    rule: 'http.block-page',
    expect: { ...httpLikely, hop: PLAIN },
  }),
  ...inBoth({
    name: 'the same, and the first hop is plain as well: its own https vouches for the redirect',
    url: 'http://short.example/x',
    seen: all(
      twice(
        page(
          'http://short.example/x',
          { ...notice, url: PLAIN },
          { via: [hop('http://short.example/x', PLAIN)] },
        ),
      ),
      page(
        'https://short.example/x',
        { ...notice, url: PLAIN },
        {
          role: 'over-https',
          via: [hop('https://short.example/x', PLAIN)],
        },
      ),
      own,
      known,
    ),
    rule: 'http.block-page',
    expect: { ...httpLikely, hop: PLAIN },
  }),
  ...inBoth({
    name: 'the site says the same under its certificate: its own words',
    url: PLAIN,
    seen: all(
      page(PLAIN, { ...notice, status: 451 }),
      page(SITE, { ...notice, status: 451 }, { role: 'over-https' }),
    ),
    rule: 'http.same-over-https-refused',
    expect: { status: 'refused', scope: 'unknown' },
  }),
  ...inBoth({
    name: 'a site about blocking, the same under its certificate',
    url: PLAIN,
    seen: all(page(PLAIN, notice), page(SITE, notice, { role: 'over-https' })),
    rule: 'http.same-over-https',
    expect: { status: 'reachable' },
  }),
  ...inBoth({
    name: 'redirect to a block page',
    url: PLAIN,
    seen: all(
      twice(page(PLAIN, notice, { via: away('http://notice.operator.example/') })),
      own,
      alive,
      known,
    ),
    rule: 'http.redirect-to-notice',
    expect: { ...httpLikely, hop: null },
  }),
  ...inBoth({
    name: 'wordless redirect elsewhere that the site itself does not make',
    url: PLAIN,
    seen: all(twice(page(PLAIN, {}, { via: away('https://operator.example/') })), own, known),
    rule: 'http.redirect-denied-by-https',
    expect: { ...httpBlocked, confidence: 'suspected' },
  }),
  ...inBoth({
    name: 'redirect to a bare address that does not even answer',
    url: PLAIN,
    seen: all(twice(failed(PLAIN, 'timed_out', { via: away('http://10.10.34.34/') })), known),
    rule: 'http.redirect-to-address',
    expect: { ...httpBlocked, confidence: 'suspected', hop: null },
  }),
  ...inBoth({
    name: 'the site moved to another name, over HTTPS too',
    url: PLAIN,
    seen: all(
      page(PLAIN, {}, { via: away('https://moved.example/') }),
      page(SITE, {}, { role: 'over-https', via: [hop(SITE, 'https://moved.example/')] }),
    ),
    rule: 'response.site-answers',
    expect: { status: 'reachable' },
  }),
  {
    name: 'Host reset in Chromium',
    browser: 'chromium',
    url: PLAIN,
    seen: all(failed(PLAIN, 'tcp.reset'), again(failed(PLAIN, 'tcp.reset')), alive, known),
    rule: 'http.cut-on-the-name',
    expect: httpLikely,
  },
  {
    name: 'Host close in Chromium, an "empty response"',
    browser: 'chromium',
    url: PLAIN,
    seen: all(
      failed(PLAIN, 'http.response.invalid'),
      again(failed(PLAIN, 'http.response.invalid')),
      alive,
      known,
    ),
    rule: 'http.cut-on-the-name',
    expect: httpLikely,
  },
  {
    name: 'Host reset in Firefox',
    browser: 'firefox',
    url: PLAIN,
    seen: all(failed(PLAIN, 'tcp.reset', { failure: { stage: 'request' } }), alive, known),
    rule: 'http.cut-on-the-name',
    expect: httpLikely,
  },
  ...inBoth({
    name: 'Host reset on a redirect hop',
    url: 'https://short.example/x',
    seen: all(
      failed('https://short.example/x', 'tcp.reset', { via: [hop('https://short.example/x', PLAIN)] }),
      failed('https://short.example/x', 'tcp.reset', {
        via: [hop('https://short.example/x', PLAIN)],
        role: 'repeat',
      }),
      alive,
      known,
    ),
    rule: 'http.cut-on-the-name',
    expect: { ...httpLikely, hop: PLAIN },
  }),
  ...inBoth({
    name: 'plain HTTP hung up with and without the name',
    url: PLAIN,
    seen: all(
      failed(PLAIN, 'tcp.reset'),
      again(failed(PLAIN, 'tcp.reset')),
      address(HOST, IP, 'tcp.reset', { scheme: 'http' }),
      known,
    ),
    rule: 'http.cut-without-the-name',
    expect: { status: 'inconclusive' },
  }),
  ...inBoth({
    name: 'Host reset with only the listed sites granted',
    url: PLAIN,
    allSites: false,
    seen: all(failed(PLAIN, 'tcp.reset'), again(failed(PLAIN, 'tcp.reset')), known),
    rule: 'http.cut',
    expect: { status: 'blocked', mechanism: 'unknown', confidence: 'suspected' },
  }),
  {
    name: 'Host drop in Chromium, the name answers over HTTPS',
    browser: 'chromium',
    url: PLAIN,
    seen: all(failed(PLAIN, 'timed_out'), again(failed(PLAIN, 'timed_out')), own, alive, known),
    rule: 'http.silent-on-the-name',
    expect: httpLikely,
  },
  {
    name: 'Host drop in Firefox',
    browser: 'firefox',
    url: PLAIN,
    seen: all(
      failed(PLAIN, 'timed_out', { failure: { stage: 'request' } }),
      failed(PLAIN, 'timed_out', { failure: { stage: 'request' }, role: 'repeat' }),
      alive,
      known,
    ),
    rule: 'http.silent-on-the-name',
    expect: { ...httpBlocked, confidence: 'suspected' },
  },
  {
    name: 'plain silence that nothing could place, in Chromium',
    browser: 'chromium',
    url: PLAIN,
    seen: all(failed(PLAIN, 'timed_out'), again(failed(PLAIN, 'timed_out')), alive, known),
    rule: 'http.silent-somewhere',
    expect: { status: 'blocked', mechanism: 'unknown', confidence: 'suspected' },
  },
  ...inBoth({
    name: 'the site has no plain door',
    url: PLAIN,
    seen: all(
      failed(PLAIN, 'tcp.refused'),
      again(failed(PLAIN, 'tcp.refused')),
      own,
      address(HOST, IP, 'tcp.refused', { scheme: 'http' }),
      known,
    ),
    rule: 'http.port-closed',
    expect: { status: 'inconclusive' },
  }),
]
