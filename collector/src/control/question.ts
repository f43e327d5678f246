import * as v from 'valibot'
import { type ControlRequest, ControlRequestSchema } from '../../../core/protocol/control.ts'
import { type AskableUrl, askableUrl } from './askable-url.ts'
import { parseAddress } from './public-address.ts'
import { questionHeaders } from './question-headers.ts'
import { Refusal } from './refusal.ts'

/** A request, read and found askable. */
export interface Question {
  at: AskableUrl
  headers: Record<string, string>
  /** The client's addresses, in its spelling, each once. */
  addresses: string[]
  /** Whether the URL itself named a port: then no other one is looked at. */
  explicitPort: boolean
}

/** Throws Refusal for whatever is not a question, or one that we do not answer. */
export function readQuestion(body: string, ports: readonly number[]): Question {
  const request = v.safeParse(ControlRequestSchema, parseJson(body))
  if (!request.success) throw new Refusal('not a request of the test helper protocol')
  return questionOf(request.output, ports)
}

export function questionOf(request: ControlRequest, ports: readonly number[]): Question {
  const at = askableUrl(request.http_request, ports)
  const addresses = request.tcp_connect.map(addressOf).filter((one) => parseAddress(one) !== null)
  return {
    at,
    headers: questionHeaders(request.http_request_headers),
    addresses: [...new Set(addresses)],
    explicitPort:
      at.url.port !== '' || /^[a-z]+:\/\/[^/?#]*:\d+(?:[/?#]|$)/i.test(request.http_request.trim()),
  }
}

/** `ip:port` or `[ip]:port`; the port is ignored, as OONI's helper does. '' for anything else. */
function addressOf(endpoint: string): string {
  const [, six, four] = /^(?:\[([^\]]+)\]|([^:[\]]+)):\d{1,5}$/.exec(endpoint) ?? []
  return six ?? four ?? ''
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Refusal('not JSON')
  }
}
