import type { FailureCode } from '../model/failure.ts'
import type {
  CanaryObservation,
  ControlAnswer,
  ControlObservation,
  FingerprintObservation,
  HandshakeObservation,
  TransferObservation,
} from '../model/observation.ts'
import { common, failure } from './observe-basics.test-kit.ts'

/** What a helper outside says; by default that all is well at 93.184.216.34. */
function controlAnswer(
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
