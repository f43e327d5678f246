import * as v from 'valibot'
import type { ControlAnswer, Failure } from '../../core/model/observation.ts'
import { isAddress, isBogon, normaliseAddress } from '../../core/net/address.ts'
import { parseTargetUrl } from '../../core/net/url.ts'
import { type ControlRequest, ControlResponseSchema, endpointOf } from '../../core/protocol/control.ts'
import { readBody } from './body.ts'
import { readControlAnswer } from './control-answer.ts'
import { failureOf } from './failure.ts'
import { LIMITS } from './limits.ts'
import type { RequestLog } from './request-log.ts'

/** No answer of an honest helper comes near it: no body is in it. */
const MOST_BYTES = 1024 * 1024
const MOST_ADDRESSES = 8

/**
 * What the helper is to send to the site: the same words from every one of us, so that they tell the helper nothing
 * of the browser that asks, and any browser's own words, so that the site answers as it answers people.
 */
const HEADERS: ControlRequest['http_request_headers'] = {
  accept: ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'],
  'accept-language': ['en-US,en;q=0.9'],
  'user-agent': [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
  ],
}

/**
 * The question about one URL and the addresses seen for it here; null when it is nobody's business (names and
 * addresses of the local network). Private addresses are left out: they would describe the user's own network.
 */
export function controlQuestion(url: string, addresses: readonly string[]): ControlRequest | null {
  const target = parseTargetUrl(url)
  if (!target.ok) return null
  const { port } = new URL(target.url)
  const ports = port ? [Number(port)] : [443, 80]
  const open = [...new Set(addresses.filter((a) => isAddress(a) && !isBogon(a)).map(normaliseAddress))]
  return {
    http_request: target.url,
    http_request_headers: HEADERS,
    tcp_connect: open
      .sort()
      .slice(0, MOST_ADDRESSES)
      .flatMap((address) => ports.map((p) => endpointOf(address, p))),
    x_quic_enabled: false,
  }
}

export interface HelperReply {
  answer: ControlAnswer | null
  /** Set when there is no answer. */
  failure: Failure | null
  bytes: number
}

/** Puts the question to one helper. Never rejects: a helper that is blocked, busy or lying is a reply too. */
export async function askHelper(
  helper: string,
  question: ControlRequest,
  { log, signal }: { log: RequestLog; signal: AbortSignal },
): Promise<HelperReply> {
  const request = log.expect(helper)
  const invalid = (raw: string): Failure => ({
    code: 'http.response.invalid',
    raw: raw.slice(0, 120),
    url: helper,
    stage: null,
  })
  let bytes = 0
  try {
    const response = await fetch(helper, {
      method: 'POST',
      headers: { accept: 'application/json', 'content-type': 'application/json' },
      body: JSON.stringify(question),
      cache: 'no-store',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      // Nobody but whom the user chose learns the question.
      redirect: 'error',
      signal,
    })
    const body = await readBody(response.body, MOST_BYTES)
    bytes = body.bytes.byteLength
    if (response.status !== 200) {
      const failure: Failure = {
        code: 'http.error',
        raw: `status ${response.status}`,
        url: helper,
        stage: null,
      }
      return { answer: null, failure, bytes }
    }
    if (body.truncated) return { answer: null, failure: invalid('cut off'), bytes }
    const read = v.safeParse(ControlResponseSchema, JSON.parse(new TextDecoder().decode(body.bytes)))
    return read.success
      ? { answer: readControlAnswer(read.output, question.http_request), failure: null, bytes }
      : { answer: null, failure: invalid(v.summarize(read.issues)), bytes }
  } catch (error) {
    if (error instanceof SyntaxError) return { answer: null, failure: invalid(String(error)), bytes }
    await request.settled(LIMITS.settleMs)
    const raw = request.trace.end?.kind === 'failed' ? request.trace.end.error : ''
    const failure =
      raw || signal.aborted
        ? failureOf({
            raw,
            own: signal.aborted ? 'deadline' : null,
            url: helper,
            stage: null,
            bodyBegun: false,
            begun: request.trace.requestId !== null,
          })
        : invalid(String(error))
    return { answer: null, failure, bytes }
  } finally {
    request.done()
  }
}
