import type { ReferenceObservation } from '../../core/model/observation.ts'
import { readBody } from './body.ts'
import { failureOf } from './failure.ts'
import { LIMITS } from './limits.ts'
import { FETCH_INIT } from './page.ts'
import { FOREIGN_REFERENCES, IN_COUNTRY_REFERENCES, PORTAL_CHECKS, type PortalCheck } from './parties.ts'
import { reachable } from './reachable.ts'
import type { RequestLog } from './request-log.ts'
import { awaitTimingEntry, failureStage, NO_TIMING, phases } from './timings.ts'

export interface Reference {
  group: ReferenceObservation['group']
  url: string
  expected: PortalCheck | null
}

/** The hosts that tell our own link's state, for a user in this country ('' for none). */
export function referencesFor(country: string): Reference[] {
  return [
    ...FOREIGN_REFERENCES.map((url) => ({ group: 'foreign' as const, url, expected: null })),
    ...(IN_COUNTRY_REFERENCES[country] ?? []).map((url) => ({
      group: 'in-country' as const,
      url,
      expected: null,
    })),
    ...PORTAL_CHECKS.map((check) => ({ group: 'portal' as const, url: check.url, expected: check })),
  ]
}

/** Somebody wants a login: RFC 6585 made this status for portals, all others of its class tell of broken servers. */
const LOGIN_WANTED = 511

function isAltered({ status, body }: PortalCheck, got: number, text: string): boolean {
  if (got >= 500 && got !== LOGIN_WANTED) return false
  return got !== status || text !== body
}

/**
 * Looks at one reference host. A redirect is an answer and is not followed: a portal's login page is no
 * business of ours. Never rejects.
 */
export async function lookAtReference(
  log: RequestLog,
  { group, url, expected }: Reference,
  signal: AbortSignal,
  timeoutMs: number = LIMITS.referenceMs,
): Promise<ReferenceObservation> {
  const at = Date.now()
  const start = performance.now()
  const request = log.expect(url)
  const deadline = AbortSignal.timeout(timeoutMs)
  let bytes = 0
  let ok = false
  let altered = false
  let bodyBroken = false
  let failure: ReferenceObservation['failure'] = null
  let status: number | null = null
  let clockSkewMs: number | null = null
  let ms = 0
  let entry: PerformanceResourceTiming | null = null
  try {
    const response = await fetch(url, {
      ...FETCH_INIT,
      redirect: 'manual',
      signal: AbortSignal.any([deadline, signal]),
    })
    const answeredAt = Date.now()
    const redirected = response.type === 'opaqueredirect'
    const body = redirected ? null : await readBody(response.body, LIMITS.referenceBytes)
    bytes = body?.bytes.byteLength ?? 0
    // Half a check page proves nothing; of others the headers are answer enough.
    bodyBroken = expected !== null && (body?.broken ?? false)
    if (bodyBroken) throw new Error('broken off')
    status = redirected ? (request.trace.redirects[0]?.status ?? 302) : response.status
    const date = Date.parse(response.headers.get('date') ?? '')
    clockSkewMs = Number.isFinite(date) ? date - answeredAt : null
    ms = performance.now() - start
    const text = body ? new TextDecoder().decode(body.bytes).trim() : ''
    altered = expected !== null && (redirected || isAltered(expected, status, text))
    // Over HTTPS any answer came from the host itself, whatever it says.
    ok = expected === null || (!altered && status === expected.status)
    entry = await awaitTimingEntry(url, start, 50)
    await request.settled(LIMITS.settleMs)
  } catch {
    ms = performance.now() - start
    await request.settled(LIMITS.settleMs)
    entry = await awaitTimingEntry(url, start, 100)
    const raw = request.trace.end?.kind === 'failed' ? request.trace.end.error : ''
    const own = signal.aborted ? 'stopped' : deadline.aborted ? 'deadline' : null
    failure = failureOf({
      raw,
      own,
      url,
      stage: bodyBroken ? 'body' : entry ? failureStage(entry) : null,
      bodyBegun: bodyBroken,
      begun: request.trace.requestId !== null,
    })
  }
  request.done()
  return {
    v: 2,
    kind: 'reference',
    at,
    ms,
    requests: 1,
    bytes,
    group,
    url,
    ok,
    altered,
    status,
    failure,
    clockSkewMs,
    builtInRoot: request.trace.security?.builtInRoot ?? null,
    root: request.trace.security?.root ?? null,
    timing: entry ? phases(entry) : NO_TIMING,
    ip: request.trace.end?.ip ?? request.trace.response?.ip ?? null,
    proxied: request.trace.end?.proxied ?? null,
  }
}

/** All that we may reach, side by side. */
export async function lookAtReferences(
  log: RequestLog,
  country: string,
  signal: AbortSignal,
): Promise<ReferenceObservation[]> {
  const references = await reachable(referencesFor(country))
  return Promise.all(references.map((reference) => lookAtReference(log, reference, signal)))
}
