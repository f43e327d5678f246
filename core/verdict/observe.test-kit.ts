import type { FailureCode } from '../model/failure.ts'
import type {
  AddressObservation,
  CalibrationObservation,
  CanaryObservation,
  ControlAnswer,
  ControlObservation,
  DohObservation,
  Failure,
  FingerprintObservation,
  HandshakeObservation,
  Hop,
  Observation,
  PageObservation,
  ReferenceObservation,
  ResponseSeen,
  SkippedObservation,
  SystemDnsObservation,
  TransferObservation,
} from '../model/observation.ts'
import { OBSERVATION_VERSION } from '../model/observation.ts'

/** Builds observations for tests: every builder gives a valid, unremarkable one, and takes what differs. */
const common = { v: OBSERVATION_VERSION, at: 1_700_000_000_000, ms: 100, requests: 1, bytes: 0 } as const

export const NO_TIMING = { dns: null, connect: null, tls: null, wait: null, body: null }

export function failure(code: FailureCode, url: string, extra: Partial<Failure> = {}): Failure {
  return { code, raw: code, url, stage: null, ...extra }
}

export function response(url: string, extra: Partial<ResponseSeen> = {}): ResponseSeen {
  const host = URL.canParse(url) ? new URL(url).hostname : url
  return {
    url,
    status: 200,
    ip: null,
    headers: {},
    headerNames: ['content-type', 'date'],
    title: 'News of the day',
    text: 'Today in the world',
    linkHosts: [host],
    bytes: 20_000,
    truncated: false,
    sha256: null,
    protocol: 'h2',
    reused: false,
    coalesced: false,
    fromCache: false,
    security: null,
    ...extra,
  }
}

export function hop(url: string, location: string | null, extra: Partial<Hop> = {}): Hop {
  return { url, status: location === null ? 200 : 301, ip: null, location, internal: false, ...extra }
}

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

/** What a helper outside says; by default that all is well at 93.184.216.34. */
export function controlAnswer(
  answer: {
    dns?: Partial<ControlAnswer['dns']>
    tcp?: Record<string, boolean>
    tls?: Record<string, string | null>
    http?: Partial<ControlAnswer['http']>
    validFor?: string[]
  } = {},
): ControlAnswer {
  const {
    tcp = { '93.184.216.34:443': true, '93.184.216.34:80': true },
    tls = { '93.184.216.34:443': null },
  } = answer
  return {
    dns: { failure: null, addresses: ['93.184.216.34'], ...answer.dns },
    tcp: Object.entries(tcp).map(([endpoint, ok]) => ({
      endpoint,
      ok,
      failure: ok ? null : 'generic_timeout_error',
    })),
    tls: Object.entries(tls).map(([endpoint, end]) => ({ endpoint, ok: end === null, failure: end })),
    http: {
      status: 200,
      failure: null,
      title: 'News of the day',
      bodyLength: 20_000,
      headers: {},
      ...answer.http,
    },
    asns: {},
    validFor: answer.validFor ?? [],
  }
}

export function control(
  url: string,
  answer: Parameters<typeof controlAnswer>[0] | null = {},
  extra: Partial<ControlObservation> = {},
): ControlObservation {
  return {
    ...common,
    kind: 'control',
    helper: 'helper.example',
    source: 'helper',
    url,
    takenAt: common.at,
    answer: answer === null ? null : controlAnswer(answer),
    failure: answer === null ? failure('timed_out', 'https://helper.example/') : null,
    ...extra,
  }
}

/** How outside looks fail: `nowhere` finds no name, `silent` no connection, `tls` no handshake, `mute` no answer. */
export const OUTSIDE = {
  nowhere: {
    dns: { failure: 'dns_name_error', addresses: [] },
    tcp: {},
    tls: {},
    http: { status: null, failure: 'dns_lookup_error', title: null, bodyLength: null },
  },
  silent: {
    tcp: { '93.184.216.34:443': false, '93.184.216.34:80': false },
    tls: {},
    http: { status: null, failure: 'generic_timeout_error', title: null, bodyLength: null },
  },
  tls: {
    tls: { '93.184.216.34:443': 'ssl_unknown_authority' },
    http: { status: null, failure: 'ssl_unknown_authority', title: null, bodyLength: null },
  },
  mute: { http: { status: null, failure: 'generic_timeout_error', title: null, bodyLength: null } },
  broken: { http: { status: 503, title: 'Oops', bodyLength: 90 } },
} satisfies Record<string, Parameters<typeof controlAnswer>[0]>

/** A connection of the name's own: the status it was answered with, or how it failed. */
export function handshake(
  url: string,
  end: FailureCode | number,
  extra: Partial<HandshakeObservation> = {},
): HandshakeObservation {
  return {
    ...common,
    kind: 'handshake',
    url,
    status: typeof end === 'number' ? end : null,
    ip: null,
    failure: typeof end === 'number' ? null : failure(end, url.replace(/^http/, 'ws')),
    ...extra,
  }
}

export function canary(
  name: string,
  end: FailureCode | null,
  addresses: string[] = [],
  extra: Partial<CanaryObservation> = {},
): CanaryObservation {
  return {
    ...common,
    kind: 'canary',
    name,
    addresses,
    failure: end === null ? null : failure(end, `https://${name}/`),
    ...extra,
  }
}

/** Interleaved transfers at these speeds. */
export function transfers(url: string, target: number[], others: number[]): TransferObservation[] {
  const one = (side: TransferObservation['side'], kbps: number, index: number): TransferObservation => ({
    ...common,
    kind: 'transfer',
    side,
    url: side === 'target' ? url : 'https://speed.example/',
    index,
    firstByteMs: 100,
    bodyMs: 5_000,
    kbps,
    failure: null,
    bytes: 100_000,
  })
  return [
    ...target.map((kbps, i) => one('target', kbps, 2 * i)),
    ...others.map((kbps, i) => one('control', kbps, 2 * i + 1)),
  ]
}

export function fingerprint(
  url: string,
  scope: string,
  extra: Partial<FingerprintObservation> = {},
): FingerprintObservation {
  return {
    ...common,
    kind: 'fingerprint',
    url,
    name: 'notice',
    found: 'body',
    scope,
    countries: [],
    ...extra,
  }
}

/** One flat list of single observations and lists. */
export function all(...parts: (Observation | readonly Observation[])[]): Observation[] {
  return parts.flat() as Observation[]
}
