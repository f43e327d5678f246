import type { AddressObservation, Failure } from '../../core/model/observation.ts'
import { BROWSER } from '../platform/which.ts'
import type { Connections } from './connections.ts'
import { lookAtPage } from './page.ts'
import type { RequestLog } from './request-log.ts'

export interface AddressLook {
  name: string
  address: string
  scheme: 'http' | 'https'
  timeoutMs: number
  signal: AbortSignal
  connections: Connections
}

/** A TLS alert or a certificate error came from the far end: the path to it works. */
const endedInTls = (failure: Failure): boolean =>
  failure.code.startsWith('tls.') && (BROWSER === 'chromium' || failure.stage !== 'connect')

/** Asks the bare address: does it answer when the name is not said. Never rejects. */
export async function lookAtAddress(log: RequestLog, look: AddressLook): Promise<AddressObservation> {
  const { name, address, scheme, timeoutMs, signal, connections } = look
  const host = address.includes(':') ? `[${address}]` : address
  const page = await lookAtPage(log, {
    url: `${scheme}://${host}/`,
    role: 'target',
    timeoutMs,
    signal,
    connections,
  })
  const { v, at, ms, requests, bytes, failure } = page
  const first = page.hops[0]
  const answered = first !== undefined || (failure !== null && endedInTls(failure))
  // What happens after a redirect away from the address tells nothing of it.
  const own = first?.location ? null : failure
  return {
    v,
    kind: 'address',
    at,
    ms,
    requests,
    bytes,
    name,
    address,
    scheme,
    answered,
    status: first?.status ?? null,
    title: first?.location ? null : (page.response?.title ?? null),
    failure: own,
  }
}
