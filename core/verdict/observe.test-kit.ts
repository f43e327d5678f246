import type { FailureCode } from '../model/failure.ts'
import type {
  AddressObservation,
  CalibrationObservation,
  DohObservation,
  Failure,
  Hop,
  Observation,
  PageObservation,
  ReferenceObservation,
  ResponseSeen,
  SkippedObservation,
  SystemDnsObservation,
} from '../model/observation.ts'
import { common, failure, hop, NO_TIMING, response } from './observe-basics.test-kit.ts'

export { failure, hop, NO_TIMING, response } from './observe-basics.test-kit.ts'
export {
  canary,
  control,
  fingerprint,
  handshake,
  OUTSIDE,
  transfers,
} from './observe-outside.test-kit.ts'

/** A page that came. `via` are the redirects before it; the final hop is added. */
export function page(
  url: string,
  answer: Partial<ResponseSeen> = {},
  extra: Partial<PageObservation> & { via?: Hop[] } = {},
): PageObservation {
  const { via = [], ...rest } = extra
  const seen = response(answer.url ?? via.at(-1)?.location ?? url, answer)
  const last = hop(seen.url, null, { status: seen.status, ip: seen.ip })
  return {
    ...common,
    kind: 'page',
    role: 'target',
    url,
    hops: [...via, last],
    response: seen,
    failure: null,
    timing: NO_TIMING,
    timeoutMs: 12_000,
    firstByteMs: null,
    quietMs: null,
    bytes: seen.bytes,
    ...rest,
  }
}

/** A page that failed, at `url` or, with `via`, where the last redirect led. */
export function failed(
  url: string,
  code: FailureCode,
  extra: Partial<Omit<PageObservation, 'failure'>> & { via?: Hop[]; failure?: Partial<Failure> } = {},
): PageObservation {
  const { via = [], failure: more = {}, ...rest } = extra
  return {
    ...common,
    kind: 'page',
    role: 'target',
    url,
    hops: via,
    response: null,
    failure: failure(code, via.at(-1)?.location ?? url, more),
    timing: NO_TIMING,
    timeoutMs: 12_000,
    firstByteMs: null,
    quietMs: null,
    ...rest,
  }
}

/** The same failure seen again. */
export function again(first: PageObservation): PageObservation {
  return { ...first, role: 'repeat' }
}

export function doh(name: string, addresses: string[], extra: Partial<DohObservation> = {}): DohObservation {
  return {
    ...common,
    kind: 'doh',
    resolver: 'one',
    name,
    type: 'A',
    rcode: 'NOERROR',
    addresses,
    failure: null,
    ...extra,
  }
}

const RESOLVERS = ['one', 'two', 'three']

/** Three resolvers that agree. */
export function allDoh(
  name: string,
  addresses: string[],
  extra: Partial<DohObservation> = {},
): DohObservation[] {
  return RESOLVERS.map((resolver) => doh(name, addresses, { resolver, ...extra }))
}

/** Three resolvers of which none was reached. */
export function noDoh(name: string): DohObservation[] {
  const url = 'https://resolver.example/dns-query'
  return allDoh(name, [], { rcode: null, failure: failure('timed_out', url) })
}

export function systemDns(
  name: string,
  addresses: string[],
  extra: Partial<SystemDnsObservation> = {},
): SystemDnsObservation {
  return {
    ...common,
    kind: 'system-dns',
    name,
    addresses,
    error: null,
    timedOut: false,
    browserUsesDoh: false,
    ...extra,
  }
}

/** A probe of a bare address: `end` is how it ended, or the status it answered with. */
export function address(
  name: string,
  ip: string,
  end: FailureCode | number,
  extra: Partial<Omit<AddressObservation, 'failure'>> & { failure?: Partial<Failure> } = {},
): AddressObservation {
  const { failure: more = {}, ...rest } = extra
  const scheme = rest.scheme ?? 'https'
  const url = `${scheme}://${ip.includes(':') ? `[${ip}]` : ip}/`
  return {
    ...common,
    kind: 'address',
    name,
    address: ip,
    scheme,
    via: 'literal',
    answered: typeof end === 'number' || end.startsWith('tls.'),
    status: typeof end === 'number' ? end : null,
    title: null,
    failure: typeof end === 'number' ? null : failure(end, url, more),
    ...rest,
  }
}

export function reference(
  group: ReferenceObservation['group'],
  url: string,
  extra: Partial<ReferenceObservation> = {},
): ReferenceObservation {
  return {
    ...common,
    kind: 'reference',
    group,
    url,
    ok: true,
    altered: false,
    status: 200,
    failure: null,
    clockSkewMs: 0,
    builtInRoot: null,
    root: null,
    timing: NO_TIMING,
    ip: null,
    proxied: null,
    ...extra,
  }
}

const FOREIGN = ['https://f1.example/', 'https://f2.example/', 'https://f3.example/', 'https://f4.example/']
const IN_COUNTRY = ['https://n1.example.kz/', 'https://n2.example.kz/', 'https://n3.example.kz/']
const PORTAL = ['http://p1.example/', 'http://p2.example/']

const silent = (url: string): Partial<ReferenceObservation> => ({
  ok: false,
  status: null,
  clockSkewMs: null,
  failure: failure('timed_out', url),
})

/** All reference hosts, each group whole or silent, with `extra` laid over those that answer. */
export function references(
  up: { foreign?: number; inCountry?: number; portal?: 'ok' | 'altered' | 'silent' } = {},
  extra: Partial<ReferenceObservation> = {},
): ReferenceObservation[] {
  const { foreign = 4, inCountry = 3, portal = 'ok' } = up
  return [
    ...FOREIGN.map((url, i) => reference('foreign', url, i < foreign ? extra : silent(url))),
    ...IN_COUNTRY.map((url, i) => reference('in-country', url, i < inCountry ? extra : silent(url))),
    ...PORTAL.map((url) =>
      reference(
        'portal',
        url,
        portal === 'silent' ? silent(url) : portal === 'altered' ? { ok: false, altered: true } : {},
      ),
    ),
  ]
}

/** Whatever group: the failure every https reference met. */
export function referencesFailing(
  code: FailureCode,
  extra: Partial<ReferenceObservation> = {},
): ReferenceObservation[] {
  return [
    ...[...FOREIGN, ...IN_COUNTRY].map((url) =>
      reference(url.endsWith('.kz/') ? 'in-country' : 'foreign', url, {
        ...silent(url),
        failure: failure(code, url),
      }),
    ),
    ...PORTAL.map((url) => reference('portal', url, extra)),
  ]
}

/** A browser in another language: what the sentences say is nobody's business. */
export const SENTENCES = {
  authority: 'Сертификату нет доверия, так как он самоподписанный.',
  date: 'Срок действия сертификата истёк.',
  name: 'Имя домена не соответствует сертификату.',
  other: 'Не удалось установить защищённое соединение.',
} as const

export function calibration(): CalibrationObservation {
  return {
    ...common,
    kind: 'calibration',
    entries: [
      { code: 'tls.cert.authority_invalid', raw: SENTENCES.authority },
      { code: 'tls.cert.date_invalid', raw: SENTENCES.date },
      { code: 'tls.cert.name_invalid', raw: SENTENCES.name },
    ],
  }
}

export function skipped(reason: SkippedObservation['reason']): SkippedObservation {
  return { ...common, kind: 'skipped', reason }
}

/** Names are said at this moment by pages; a probe this much earlier came before. */
export const BEFORE_NAME = { at: common.at - 20_000 } as const

/** One flat list of single observations and lists. */
export function all(...parts: (Observation | readonly Observation[])[]): Observation[] {
  return parts.flat() as Observation[]
}
