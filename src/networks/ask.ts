import { readBody } from '../measure/body.ts'

/** Why a look-up gave nothing. Codes only: no answer's text is kept, for it may repeat our address. */
export type LookupFailure =
  | 'permission'
  | 'headers'
  | 'timed-out'
  | 'unreachable'
  | 'status'
  | 'too-large'
  | 'malformed'
  | 'not-known'
  | 'slow'

export class LookupError extends Error {
  readonly why: LookupFailure

  constructor(why: LookupFailure) {
    super(why)
    this.why = why
  }
}

/** An honest answer has some hundred bytes. */
const MOST_BYTES = 16 * 1024

export interface LookupTimes {
  /** For one question. */
  eachMs: number
  /** The next one is asked beside the silent after this. */
  nextAfterMs: number
}

/**
 * A question may go out on a connection that a change of networks has killed, and Firefox waits on it for long (seen in
 * 153); the next one's is fresh.
 */
export const LOOKUP_TIMES: LookupTimes = { eachMs: 4_000, nextAfterMs: 1_000 }

/** Puts one question; rejects with a LookupError. `question` is what to POST; without it, it is a GET. */
export type Ask = (url: string, question?: unknown) => Promise<string>

export interface AskDeps {
  fetch: typeof globalThis.fetch
  eachMs: number
  /** Somebody else has answered meanwhile. */
  over: AbortSignal
  /** What it costs, as it goes. */
  spend(cost: { requests: number; bytes: number }): void
}

export function askingWith({ fetch, eachMs, over, spend }: AskDeps): Ask {
  return async (url, question) => {
    const signal = AbortSignal.any([over, AbortSignal.timeout(eachMs)])
    const posted =
      question === undefined
        ? { method: 'GET' }
        : {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify(question),
          }
    spend({ requests: 1, bytes: 0 })
    const response = await fetch(url, {
      ...posted,
      cache: 'no-store',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      // Nobody but whom the user agreed to learns that we ask.
      redirect: 'error',
      signal,
    }).catch(() => {
      throw new LookupError(signal.aborted ? 'timed-out' : 'unreachable')
    })
    if (response.status !== 200) {
      void response.body?.cancel().catch(() => {})
      throw new LookupError('status')
    }
    const { bytes, truncated, broken } = await readBody(response.body, MOST_BYTES)
    spend({ requests: 0, bytes: bytes.byteLength })
    if (broken) throw new LookupError(signal.aborted ? 'timed-out' : 'unreachable')
    if (truncated) throw new LookupError('too-large')
    return new TextDecoder().decode(bytes)
  }
}

/** Throws a LookupError for anything that is no JSON. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new LookupError('malformed')
  }
}
