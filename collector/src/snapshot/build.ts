import type { ControlResponse, Snapshot } from '../../../core/protocol/control.ts'
import type { Measure } from '../control/measure.ts'
import { questionOf } from '../control/question.ts'
import { sideBySide } from './side-by-side.ts'

export interface BuildOptions {
  urls: readonly string[]
  measure: Measure
  ports: readonly number[]
  now: () => number
  validMs: number
  /** URLs looked at side by side. */
  width: number
}

/** Header values longer than this say nothing that is compared; policies of many kilobytes would double the file. */
const LONGEST_VALUE = 256
/** Below so many a share says nothing. */
const FEW = 4

/**
 * Looks at every URL of the list. Throws when fewer than half of the pages answer: then it is our own line that is
 * down, and a snapshot that called half the world dead would turn everybody's blocked sites into dead ones.
 */
export async function buildSnapshot(options: BuildOptions): Promise<Snapshot> {
  const { urls, measure, ports, now, validMs, width } = options
  // From the first look on: what it says is never older than it claims.
  const createdAt = now()
  const entries = await sideBySide(urls, width, async (url) => {
    const at = now()
    const question = questionOf(
      { http_request: url, http_request_headers: {}, tcp_connect: [], x_quic_enabled: false },
      ports,
    )
    return { url, at, answer: published(await measure(question)) }
  })
  const answered = entries.filter(({ answer }) => answer.http_request.failure === null).length
  if (entries.length >= FEW && answered < entries.length / 2) {
    throw new Error(`only ${answered} of ${entries.length} pages answered; our own line is to blame`)
  }
  return { version: 1, createdAt, expiresAt: createdAt + validMs, entries }
}

/** An answer fit for everybody: the cookies that the site gave to us are nobody's business. */
function published(answer: ControlResponse): ControlResponse {
  const headers = Object.entries(answer.http_request.headers).map(([name, value]) => [
    name,
    name === 'Set-Cookie' ? '' : value.slice(0, LONGEST_VALUE),
  ])
  return { ...answer, http_request: { ...answer.http_request, headers: Object.fromEntries(headers) } }
}
