import type { Failure, TransferObservation } from '../../core/model/observation.ts'
import { ArrivingBody } from './arriving-body.ts'
import { failureOf, type OwnEnd } from './failure.ts'
import { LIMITS } from './limits.ts'
import { FETCH_INIT } from './page.ts'
import type { RequestLog } from './request-log.ts'
import { FREE_KBPS, LEAST_PAGE, rateAtOnce, rateOf, type Stretch, stretchOf } from './stretch.ts'

export interface TapOf {
  side: TransferObservation['side']
  url: string
  credentials: 'omit' | 'include'
  /** Until the first byte of the first answer, which may wait for what is still under way of the page before it. */
  firstWaitMs: number
  signal: AbortSignal
}

/** Measures one URL's transfers, one after the other. */
export interface Tap {
  measure(index: number): Promise<TransferObservation>
  close(): void
}

/** A page so small that it is over sooner is asked for again, this many times in one transfer. */
const ENOUGH_MS = 1_500
const REQUESTS = 3

interface Open {
  request: ReturnType<RequestLog['expect']>
  clock: AbortController
  headersAt: number
  body: ArrivingBody
}

/**
 * Takes the transfers of one URL. A slow body is not cut off: the next transfer goes on with it. Cut off, what servers
 * and boxes on the way hold of it would still come, over the same HTTP/2 connection and in front of the next answer,
 * for half a minute at 64 kbit/s (seen in the lab). Never rejects.
 */
export function tap(log: RequestLog, { side, url, credentials, firstWaitMs, signal }: TapOf): Tap {
  let open: Open | null = null
  let waitMs = firstWaitMs

  async function begin(): Promise<Open | Failure> {
    const clock = new AbortController()
    const timer = setTimeout(() => clock.abort(), waitMs)
    const request = log.expect(url)
    const init = { ...FETCH_INIT, credentials, signal: AbortSignal.any([clock.signal, signal]) }
    try {
      const response = await fetch(url, init)
      const headersAt = performance.now()
      return { request, clock, headersAt, body: new ArrivingBody(response.body, LIMITS.transferBytes) }
    } catch {
      const failure = await failureIn(request, clock, false)
      request.done()
      return failure
    } finally {
      clearTimeout(timer)
    }
  }

  async function failureIn(request: Open['request'], clock: AbortController, bodyBegun: boolean) {
    await request.settled(LIMITS.settleMs)
    const own: OwnEnd = signal.aborted ? 'stopped' : clock.signal.aborted ? 'deadline' : null
    const { end, requestId } = request.trace
    const raw = end?.kind === 'failed' ? end.error : ''
    return failureOf({ raw, own, url, stage: null, bodyBegun, begun: requestId !== null })
  }

  function end(): void {
    open?.body.giveUp()
    open?.clock.abort()
    open?.request.done()
    open = null
  }

  async function measure(index: number): Promise<TransferObservation> {
    const at = Date.now()
    const start = performance.now()
    const stretches: Stretch[] = []
    const measuredMs = () => stretches.reduce((sum, one) => sum + one.ms, 0)
    let failure: Failure | null = null
    let firstByteMs: number | null = null
    let kbps: number | null = null
    let requests = 0
    let bytes = 0
    for (let asked = 0; asked < REQUESTS && !failure; ) {
      const counted = open?.body.bytes ?? 0
      if (!open) {
        asked++
        requests++
        const begun = await begin()
        if ('code' in begun) {
          // What the page told the first time it was asked stands.
          if (stretches.length === 0 || begun.code !== 'timed_out') failure = begun
          break
        }
        open = begun
      }
      const { body, headersAt, request, clock } = open
      body.limit = body.bytes + LIMITS.transferBytes
      const stretch = await stretchOf(body, {
        waitMs: waitMs - (performance.now() - headersAt),
        ms: LIMITS.transferMs - measuredMs(),
        bytes: LIMITS.transferBytes,
      })
      waitMs = LIMITS.transferWaitMs
      bytes += body.bytes - counted
      if (stretch) stretches.push(stretch)
      else if (body.state === 'open') clock.abort()
      if (asked > 0 && body.firstAt !== null) firstByteMs ??= body.firstAt - start
      if (body.state === 'broken' || clock.signal.aborted || signal.aborted) {
        failure = await failureIn(request, clock, body.bytes > 0)
        end()
        break
      }
      if (body.state !== 'open') end()
      kbps = rateOf(stretches) ?? rateAtOnce(bytes, (body.lastAt ?? headersAt) - headersAt)
      const tells = kbps !== null && (kbps >= FREE_KBPS || measuredMs() >= ENOUGH_MS)
      if (open || tells || (asked > 0 && bytes < LEAST_PAGE)) break
    }
    return {
      v: 2,
      kind: 'transfer',
      at,
      ms: performance.now() - start,
      requests,
      bytes,
      side,
      url,
      index,
      firstByteMs,
      bodyMs: stretches.length > 0 ? measuredMs() : null,
      kbps: failure ? null : kbps,
      failure,
    }
  }

  return { measure, close: end }
}
