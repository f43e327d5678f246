import { Buffer } from 'buffer'
import { type Answer, decode, encode, type Packet } from 'dns-packet'
import type { DohObservation } from '../../core/model/observation.ts'
import { readBody } from './body.ts'
import { failureOf } from './failure.ts'
import { LIMITS } from './limits.ts'
import { FETCH_INIT } from './page.ts'
import type { Resolver } from './parties.ts'
import type { RequestLog } from './request-log.ts'

export type RecordType = 'A' | 'AAAA'

/** The RFC 8484 GET form. The id is 0, as the RFC asks, so that nothing in the query names this browser. */
export function dohUrl(endpoint: string, name: string, type: RecordType): string {
  const query = encode({ type: 'query', id: 0, flags: 0x0100, questions: [{ type, name, class: 'IN' }] })
  const url = new URL(endpoint)
  url.searchParams.set(
    'dns',
    query.toString('base64').replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, ''),
  )
  return url.href
}

export interface DohAnswer {
  rcode: string
  addresses: string[]
}

/** Reads an answer to `name`; throws when it is malformed or answers another question. */
export function readDohAnswer(bytes: Uint8Array, name: string, type: RecordType): DohAnswer {
  const packet = decode(Buffer.from(bytes)) as Packet & { rcode?: string; flag_qr?: boolean }
  const question = packet.questions?.[0]
  const same = (a: string, b: string) =>
    a.toLowerCase().replace(/\.$/, '') === b.toLowerCase().replace(/\.$/, '')
  if (packet.type !== 'response' || !question || !same(question.name, name) || question.type !== type) {
    throw new Error('The answer is not to our question')
  }
  const addresses = (packet.answers ?? []).flatMap((a: Answer) =>
    (a.type === 'A' || a.type === 'AAAA') && a.type === type ? [a.data] : [],
  )
  return { rcode: packet.rcode ?? 'NOERROR', addresses: [...new Set(addresses)].slice(0, 16) }
}

/** Asks one resolver. Never rejects: an unreachable or lying resolver is an observation too. */
export async function askResolver(
  log: RequestLog,
  resolver: Resolver,
  name: string,
  type: RecordType,
  signal: AbortSignal,
): Promise<DohObservation> {
  const at = Date.now()
  const start = performance.now()
  const url = dohUrl(resolver.url, name, type)
  const request = log.expect(url)
  const deadline = AbortSignal.timeout(LIMITS.dohMs)
  const seen = {
    rcode: null as string | null,
    addresses: [] as string[],
    failure: null as DohObservation['failure'],
  }
  let bytes = 0
  try {
    const response = await fetch(url, {
      ...FETCH_INIT,
      // A resolver that redirects is not one: it would disclose the name to somebody the user never chose.
      redirect: 'error',
      headers: { accept: 'application/dns-message' },
      signal: AbortSignal.any([deadline, signal]),
    })
    const body = await readBody(response.body, LIMITS.dohBytes)
    bytes = body.bytes.byteLength
    const type_ = response.headers.get('content-type') ?? ''
    if (!response.ok || !type_.startsWith('application/dns-message')) {
      seen.failure = {
        code: 'http.error',
        raw: `status ${response.status} ${type_}`.slice(0, 80),
        url,
        stage: null,
      }
    } else {
      Object.assign(seen, readDohAnswer(body.bytes, name, type))
    }
  } catch (error) {
    await request.settled(LIMITS.settleMs)
    const raw = request.trace.end?.kind === 'failed' ? request.trace.end.error : ''
    seen.failure =
      raw || deadline.aborted
        ? failureOf({
            raw,
            own: deadline.aborted ? 'deadline' : null,
            url,
            stage: null,
            bodyBegun: false,
            begun: request.trace.requestId !== null,
          })
        : { code: 'http.response.invalid', raw: String(error).slice(0, 120), url, stage: null }
  }
  request.done()
  const ms = performance.now() - start
  return { v: 2, kind: 'doh', at, ms, requests: 1, bytes, resolver: resolver.id, name, type, ...seen }
}
