import type { FailureCode } from '../model/failure.ts'
import type { Failure, Hop, ResponseSeen } from '../model/observation.ts'
import { OBSERVATION_VERSION } from '../model/observation.ts'

/** Builds observations for tests: every builder gives a valid, unremarkable one, and takes what differs. */
export const common = {
  v: OBSERVATION_VERSION,
  at: 1_700_000_000_000,
  ms: 100,
  requests: 1,
  bytes: 0,
} as const

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
