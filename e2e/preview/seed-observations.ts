import type { DohObservation, Observation, PageObservation } from '../../core/model/observation.ts'
import type { Verdict } from '../../core/model/verdict.ts'
import { RESOLVERS } from '../../src/measure/parties.ts'
import { canary, control, fingerprint, handshake, snapshotControl, transfers } from './seed-outside.ts'

const PLACE = '93.184.216.34'

/** Observations such as might have led to the verdict, for the evidence view to show. */
export function observationsOf(url: string, verdict: Verdict, at: number): Observation[] {
  const name = new URL(url).host
  switch (verdict.status) {
    case 'reachable':
      return [answered(url, at, 200, name)]
    case 'throttled':
      return [answered(url, at, 200, name), control(url, at, 200, name), ...transfers(url, at)]
    case 'refused':
      return [answered(url, at, 403, 'Forbidden'), control(url, at, verdict.scope === 'here' ? 200 : 403)]
    case 'untested':
      if (verdict.reason === 'permission')
        return [{ v: 2, kind: 'skipped', at, ms: 0, requests: 0, bytes: 0, reason: 'permission' }]
      return [failed(url, at, 'tcp.timed_out', 'net::ERR_CONNECTION_TIMED_OUT', 'target')]
    case 'inconclusive':
      return [failed(url, at, 'tcp.closed', 'net::ERR_CONNECTION_CLOSED', 'target')]
    case 'down':
      return [
        failed(url, at, 'dns.name_not_resolved', 'net::ERR_NAME_NOT_RESOLVED', 'target'),
        ...doh(name, at, 'SERVFAIL'),
        control(url, at, null),
      ]
    case 'blocked':
      return blocked(url, name, verdict, at)
  }
}

function blocked(url: string, name: string, verdict: Verdict, at: number): Observation[] {
  if (verdict.mechanism === 'dns') {
    return [
      failed(url, at, 'tcp.refused', 'net::ERR_CONNECTION_REFUSED', 'target'),
      failed(url, at, 'tcp.refused', 'net::ERR_CONNECTION_REFUSED', 'repeat'),
      ...doh(name, at, 'NOERROR'),
      canary(at),
      snapshotControl(url, at, 200),
    ]
  }
  if (verdict.mechanism === 'http') return [answered(url, at, 200, 'Access denied'), fingerprint(url, at)]
  if (verdict.mechanism === 'unknown') return [failed(url, at, 'timed_out', '', 'target')]
  return [
    failed(url, at, 'tcp.reset', 'net::ERR_CONNECTION_RESET', 'target'),
    failed(url, at, 'tcp.reset', 'net::ERR_CONNECTION_RESET', 'repeat'),
    ...doh(name, at, 'NOERROR'),
    control(url, at, 200, name),
    handshake(url, at),
    {
      v: 2,
      kind: 'address',
      at,
      ms: 180,
      requests: 1,
      bytes: 0,
      name,
      address: PLACE,
      scheme: 'https',
      via: 'literal',
      answered: true,
      status: null,
      title: null,
      failure: {
        code: 'tls.cert.name_invalid',
        raw: 'net::ERR_CERT_COMMON_NAME_INVALID',
        url: `https://${PLACE}/`,
        stage: null,
      },
    },
    {
      v: 2,
      kind: 'reference',
      at,
      ms: 92,
      requests: 1,
      bytes: 0,
      group: 'foreign',
      url: 'https://www.iana.org/',
      ok: true,
      altered: false,
      status: 200,
      failure: null,
      clockSkewMs: 120,
      builtInRoot: null,
      root: null,
      timing: { dns: null, connect: null, tls: null, wait: null, body: null },
      ip: null,
      proxied: null,
    },
  ]
}

function doh(name: string, at: number, rcode: string): DohObservation[] {
  return RESOLVERS.map((resolver, index) => ({
    v: 2,
    kind: 'doh',
    at,
    ms: 60 + 17 * index,
    requests: 1,
    bytes: 120,
    resolver: resolver.url,
    name,
    type: 'A',
    rcode,
    addresses: rcode === 'NOERROR' ? [PLACE] : [],
    failure: null,
  }))
}

function page(url: string, at: number): Omit<PageObservation, 'role' | 'ms' | 'bytes'> {
  return {
    v: 2,
    kind: 'page',
    at,
    requests: 1,
    url,
    hops: [],
    response: null,
    failure: null,
    timing: { dns: null, connect: null, tls: null, wait: null, body: null },
    timeoutMs: 15_000,
    firstByteMs: null,
    quietMs: null,
  }
}

function failed(
  url: string,
  at: number,
  code: 'tcp.reset' | 'tcp.refused' | 'tcp.closed' | 'tcp.timed_out' | 'timed_out' | 'dns.name_not_resolved',
  raw: string,
  role: PageObservation['role'],
): PageObservation {
  const ms = code.endsWith('timed_out') ? 15_000 : 140
  return { ...page(url, at), role, ms, bytes: 0, failure: { code, raw, url, stage: null } }
}

function answered(url: string, at: number, status: number, title: string): PageObservation {
  return {
    ...page(url, at),
    role: 'target',
    ms: 420,
    bytes: 48_200,
    timing: { dns: 12, connect: 44, tls: 51, wait: 210, body: 103 },
    response: {
      url,
      status,
      ip: PLACE,
      headers: {},
      headerNames: ['content-type'],
      title,
      text: '',
      linkHosts: [],
      bytes: 48_200,
      truncated: false,
      sha256: null,
      protocol: 'h2',
      reused: false,
      coalesced: false,
      fromCache: false,
      security: null,
    },
  }
}
