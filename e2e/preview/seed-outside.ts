import type {
  CanaryObservation,
  ControlObservation,
  FingerprintObservation,
  HandshakeObservation,
  TransferObservation,
} from '../../core/model/observation.ts'

const PLACE = '93.184.216.34'
const common = (at: number, ms: number) => ({ v: 2 as const, at, ms, requests: 1, bytes: 900 })

/** A helper's answer: it got `status`, or nothing. */
export function control(url: string, at: number, status: number | null, title = ''): ControlObservation {
  const endpoint = {
    endpoint: `${PLACE}:443`,
    ok: status !== null,
    failure: status === null ? TIMEOUT : null,
  }
  return {
    ...common(at, 1_240),
    kind: 'control',
    helper: '0.th.ooni.org',
    source: 'helper',
    url,
    takenAt: at,
    failure: null,
    answer: {
      dns: { failure: null, addresses: [PLACE] },
      tcp: [endpoint],
      tls: [endpoint],
      http: {
        status,
        failure: status === null ? TIMEOUT : null,
        title,
        bodyLength: status === null ? null : 51_300,
        headers: {},
      },
      asns: { [PLACE]: 15_133 },
      validFor: status === null ? [] : [PLACE],
    },
  }
}
const TIMEOUT = 'generic_timeout_error'

/** The same from a collector's published list. */
export function snapshotControl(url: string, at: number, status: number): ControlObservation {
  const seen = control(url, at, status)
  return {
    ...seen,
    helper: 'collector.example',
    source: 'snapshot',
    takenAt: at - 8 * 60_000,
    requests: 0,
    ms: 2,
  }
}

export function handshake(url: string, at: number): HandshakeObservation {
  const failure = { code: 'tcp.reset', raw: 'net::ERR_CONNECTION_RESET', url, stage: null } as const
  return { ...common(at, 130), kind: 'handshake', url, status: null, ip: null, failure }
}

/** By turns: the site at a hundredth of the others' speed. */
export function transfers(url: string, at: number): TransferObservation[] {
  const slow = [96, 88, 101, 92, 97]
  const fast = [9_400, 10_200, 8_900, 9_800, 9_100]
  return slow.flatMap((kbps, i) => [
    transfer('target', url, at, 2 * i, kbps),
    transfer('control', 'https://speed.cloudflare.com/__down?bytes=100000', at, 2 * i + 1, fast[i] ?? 0),
  ])
}

function transfer(side: 'target' | 'control', url: string, at: number, index: number, kbps: number) {
  const bodyMs = Math.round(800_000 / kbps)
  const seen: TransferObservation = {
    ...common(at + 3_000 * index, bodyMs + 120),
    kind: 'transfer',
    bytes: 100_000,
    side,
    url,
    index,
    firstByteMs: side === 'target' ? 340 : 60,
    bodyMs,
    kbps,
    failure: null,
  }
  return seen
}

export function canary(at: number): CanaryObservation {
  const url = 'https://googleads.g.doubleclick.net/'
  const failure = { code: 'dns.name_not_resolved', raw: 'NS_ERROR_UNKNOWN_HOST', url, stage: null } as const
  return { ...common(at, 40), kind: 'canary', name: new URL(url).host, addresses: ['0.0.0.0'], failure }
}

export function fingerprint(url: string, at: number): FingerprintObservation {
  const found = { found: 'body', name: 'ooni.kg_0', scope: 'isp', countries: ['KG'] } as const
  return {
    ...common(at, 0),
    requests: 0,
    bytes: 0,
    kind: 'fingerprint',
    url,
    ...found,
    countries: [...found.countries],
  }
}
