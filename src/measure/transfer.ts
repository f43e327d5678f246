import type { TransferObservation } from '../../core/model/observation.ts'
import { readBody } from './body.ts'
import { failureOf } from './failure.ts'
import { LIMITS } from './limits.ts'
import { FETCH_INIT } from './page.ts'
import type { RequestLog } from './request-log.ts'

export interface Transfer {
  side: TransferObservation['side']
  url: string
  index: number
  signal: AbortSignal
}

/** Less says nothing of a rate: it comes with the first packets, before anybody slows anything. */
const LEAST_BYTES = 4 * 1024
/** A whole page below this is over before a rate can show. */
const LEAST_PAGE_BYTES = 10 * 1024
/** Our clock and the browser's buffers are no finer; what came faster counts as come in this time. */
const LEAST_MS = 20

export function rateOf(bytes: number, bodyMs: number | null, wholePage: boolean): number | null {
  if (bodyMs === null || bytes < LEAST_BYTES) return null
  if (wholePage && bytes < LEAST_PAGE_BYTES) return null
  return (bytes * 8) / Math.max(bodyMs, LEAST_MS)
}

/** Fetches one URL until the end, the size limit or the time limit, by our own clock. Never rejects. */
export async function transfer(log: RequestLog, one: Transfer): Promise<TransferObservation> {
  const { side, url, index } = one
  const at = Date.now()
  const start = performance.now()
  const clock = new AbortController()
  const endIn = (ms: number) => setTimeout(() => clock.abort(), ms)
  let timer = endIn(LIMITS.transferWaitMs)
  const request = log.expect(url)
  let bytes = 0
  let firstByteAt: number | null = null
  let whole = false
  let broken = true
  try {
    const response = await fetch(url, { ...FETCH_INIT, signal: AbortSignal.any([clock.signal, one.signal]) })
    clearTimeout(timer)
    timer = endIn(LIMITS.transferMs)
    const body = await readBody(response.body, LIMITS.transferBytes)
    bytes = body.bytes.byteLength
    firstByteAt = body.firstByteAt
    whole = !body.truncated
    broken = body.broken
  } catch {
    // The cause is in the trace.
  }
  const end = performance.now()
  clearTimeout(timer)
  await request.settled(broken ? LIMITS.settleMs : 0)
  request.done()
  const { trace } = request
  // Cut off by our own clock with something in hand: slow, which is what we came to see.
  const cut = clock.signal.aborted && !one.signal.aborted && bytes > 0
  const own = one.signal.aborted ? 'stopped' : clock.signal.aborted ? 'deadline' : null
  const raw = trace.end?.kind === 'failed' ? trace.end.error : ''
  const bodyMs = firstByteAt === null ? null : end - firstByteAt
  const begun = trace.requestId !== null
  return {
    v: 2,
    kind: 'transfer',
    at,
    ms: end - start,
    requests: Math.max(1, trace.count),
    bytes,
    side,
    url,
    index,
    firstByteMs: firstByteAt === null ? null : firstByteAt - start,
    bodyMs,
    kbps: rateOf(bytes, bodyMs, whole),
    failure: broken && !cut ? failureOf({ raw, own, url, stage: null, bodyBegun: bytes > 0, begun }) : null,
  }
}
