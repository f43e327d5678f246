import fc from 'fast-check'
import { FAILURE_CODES, STAGES } from '../model/failure.ts'
import type { Hop, Observation, PageRole } from '../model/observation.ts'
import { PAGE_ROLES } from '../model/observation.ts'
import { HOST, IP, IP2, OTHER, PLAIN, SITE } from './cases/case.test-kit.ts'
import {
  address,
  calibration,
  canary,
  control,
  doh,
  failed,
  fingerprint,
  handshake,
  hop,
  OUTSIDE,
  page,
  reference,
  references,
  SENTENCES,
  skipped,
  systemDns,
  transfers,
} from './observe.test-kit.ts'
import type { Look } from './plan.ts'

/** Arbitrary observations of one site, likely and absurd ones alike. */
const ips = fc.constantFrom(
  IP,
  IP2,
  OTHER,
  '10.10.34.34',
  '127.0.0.1',
  '198.18.0.1',
  '2a00:1450:4001::1',
  'garbage',
)
const urls = fc.constantFrom(
  SITE,
  PLAIN,
  'https://moved.example/',
  'http://10.10.34.34/',
  'http://notice.example/',
  'nonsense',
)
const VIAS: readonly ('literal' | 'neutral')[] = ['literal', 'neutral']
const ms = fc.constantFrom(0, 90, 4_000, 12_000, 26_000, 30_010, 33_000)
const failureParts = fc.record({
  raw: fc.constantFrom(...Object.values(SENTENCES), 'NS_ERROR_NET_RESET', ''),
  stage: fc.option(fc.constantFrom(...STAGES)),
})
const hops = fc.array(
  fc
    .tuple(urls, fc.option(urls), fc.option(ips), fc.boolean())
    .map(([url, location, ip, internal]): Hop => hop(url, location, { ip, internal })),
  { maxLength: 3 },
)
const answers = fc.record({
  status: fc.constantFrom(200, 204, 301, 403, 404, 429, 451, 500, 503),
  ip: fc.option(ips),
  title: fc.option(
    fc.constantFrom('News of the day', 'Сайт заблокирован', 'Access Denied', 'Just a moment...'),
  ),
  text: fc.constantFrom('', 'по решению суда', 'Today in the world'),
  linkHosts: fc.constantFrom<string[][]>([], [HOST], ['operator.example']),
  bytes: fc.constantFrom(0, 900, 20_000, 900_000),
  reused: fc.boolean(),
  coalesced: fc.boolean(),
  fromCache: fc.boolean(),
  security: fc.option(
    fc.record({
      builtInRoot: fc.option(fc.boolean()),
      root: fc.option(fc.constantFrom('AA', 'BB')),
      protocol: fc.constant('TLSv1.3'),
      usedEch: fc.option(fc.boolean()),
    }),
  ),
})

export function anyPage(role: PageRole, url: string): fc.Arbitrary<Observation> {
  return fc.oneof(
    fc.tuple(answers, hops).map(([answer, via]) => page(url, answer, { role, via })),
    fc
      .tuple(fc.constantFrom(...FAILURE_CODES), failureParts, hops, ms, fc.constantFrom(0, 16_384))
      .map(([code, failure, via, took, bytes]) => failed(url, code, { role, failure, via, ms: took, bytes })),
  )
}

const anyDoh = (name: string, type: 'A' | 'AAAA', resolver: string) =>
  fc
    .tuple(
      fc.constantFrom('NOERROR', 'NXDOMAIN', 'SERVFAIL', 'REFUSED', null),
      fc.array(ips, { maxLength: 3 }),
    )
    .map(([rcode, addresses]) => doh(name, rcode === 'NOERROR' ? addresses : [], { resolver, rcode, type }))
const anySystemDns = (name: string) =>
  fc
    .record({
      addresses: fc.array(ips, { maxLength: 2 }),
      error: fc.option(fc.constant('NS_ERROR_UNKNOWN_HOST')),
      timedOut: fc.boolean(),
      browserUsesDoh: fc.option(fc.boolean()),
    })
    .map((r) => systemDns(name, r.addresses, r))
const moments = fc.constantFrom(0, 20_000).map((earlier) => 1_700_000_000_000 - earlier)
const anyAddress = (name: string, ip: string, scheme: 'http' | 'https', vias = VIAS) =>
  fc
    .tuple(
      fc.oneof(fc.constantFrom(...FAILURE_CODES), fc.constantFrom(200, 301, 403)),
      failureParts,
      fc.constantFrom(...vias),
      moments,
    )
    .map(([end, failure, via, at]) => address(name, ip, end, { scheme, failure, via, at }))
const anyControl = (url: string) =>
  fc
    .tuple(
      fc.option(
        fc.constantFrom({}, ...Object.values(OUTSIDE), { http: { status: 403 } }, { http: { status: 999 } }),
      ),
      fc.constantFrom(0, 3_600_000),
    )
    .map(([answer, age]) => control(url, answer, { takenAt: 1_700_000_000_000 - age }))
const anyHandshake = (url: string) =>
  fc
    .tuple(fc.oneof(fc.constantFrom(...FAILURE_CODES), fc.constantFrom(101, 400, 503)), ms)
    .map(([end, took]) => handshake(url, end, { ms: took }))
const anyCanaries = fc.tuple(
  fc
    .tuple(fc.option(fc.constantFrom(...FAILURE_CODES)), fc.array(ips, { maxLength: 1 }))
    .map(([end, led]) => canary('googleads.g.doubleclick.net', end, led)),
  fc.option(fc.constantFrom(...FAILURE_CODES)).map((end) => canary('use-application-dns.net', end)),
)
const kbps = fc.array(fc.constantFrom(0, 64, 128, 900, 20_000), { minLength: 1, maxLength: 5 })
const anyTransfers = fc.tuple(kbps, kbps).map(([slow, fast]) => transfers(SITE, slow, fast))
const anyFingerprint = fc
  .tuple(urls, fc.constantFrom('nat', 'vbw', 'fp'), fc.constantFrom('body' as const, 'dns' as const))
  .map(([url, scope, found]) => fingerprint(url, scope, { found }))
const anyReferences = fc.oneof(
  fc
    .record({
      foreign: fc.nat(4),
      inCountry: fc.nat(3),
      portal: fc.constantFrom('ok' as const, 'altered' as const, 'silent' as const),
    })
    .map((up) => references(up)),
  fc
    .tuple(
      fc.constantFrom(...FAILURE_CODES),
      fc.option(fc.integer({ min: -1e10, max: 1e10 })),
      fc.option(fc.boolean()),
    )
    .map(([code, clockSkewMs, builtInRoot]) => [
      reference('foreign', 'https://f1.example/', {
        ok: false,
        status: null,
        clockSkewMs,
        builtInRoot,
        root: builtInRoot === null ? null : 'AA',
        failure: { code, raw: code, url: 'https://f1.example/', stage: null },
      }),
    ]),
)

/** Whatever a look may bring, at least one observation of its kind. */
export function anyAnswer(look: Look): fc.Arbitrary<Observation[]> {
  switch (look.kind) {
    case 'page':
      return anyPage(look.role, look.url).map((o) => [o])
    case 'doh':
      return fc.tuple(...['one', 'two', 'three'].map((r) => anyDoh(look.name, look.type, r)))
    case 'system-dns':
      return anySystemDns(look.name).map((o) => [o])
    case 'address':
      return anyAddress(look.name, look.address, look.scheme, [look.via]).map((o) => [o])
    case 'references':
      return anyReferences
    case 'calibration':
      return fc.constant([calibration()])
    case 'control':
      return anyControl(look.url).map((o) => [o])
    case 'handshake':
      return anyHandshake(look.url).map((o) => [o])
    case 'canaries':
      return anyCanaries
    case 'transfers':
      return anyTransfers
  }
}

const looks: fc.Arbitrary<Observation[]> = fc.oneof<fc.Arbitrary<Observation[]>[]>(
  fc
    .tuple(fc.constantFrom(...PAGE_ROLES), urls)
    .chain(([role, url]) => anyPage(role, url))
    .map((o) => [o]),
  fc
    .tuple(fc.constantFrom('one', 'two', 'three'), fc.constantFrom('A' as const, 'AAAA' as const))
    .chain(([resolver, type]) => anyDoh(HOST, type, resolver))
    .map((o) => [o]),
  anySystemDns(HOST).map((o) => [o]),
  fc
    .tuple(ips, fc.constantFrom('http' as const, 'https' as const))
    .chain(([ip, scheme]) => anyAddress(HOST, ip, scheme))
    .map((o) => [o]),
  anyReferences,
  urls.chain(anyControl).map((o) => [o]),
  anyControl(SITE).map((o) => [o]),
  anyHandshake(SITE).map((o) => [o]),
  anyCanaries,
  anyTransfers,
  anyFingerprint.map((o) => [o]),
  fc.constant([calibration()]),
  fc.constantFrom('permission' as const, 'asleep' as const).map((reason) => [skipped(reason)]),
)

/** Everything one look at a target may have gathered, in any order and any nonsense. */
export const anyObservations: fc.Arbitrary<Observation[]> = fc
  .array(looks, { maxLength: 12 })
  .map((o) => o.flat())
