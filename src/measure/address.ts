import ipaddr from 'ipaddr.js'
import type { AddressObservation, Failure, PageObservation } from '../../core/model/observation.ts'
import { sameAddress } from '../../core/net/address.ts'
import { BROWSER } from '../platform/which.ts'
import type { Connections } from './connections.ts'
import { lookAtPage } from './page.ts'
import { NEUTRAL_ZONE } from './parties.ts'
import type { RequestLog } from './request-log.ts'

export interface AddressLook {
  name: string
  address: string
  scheme: 'http' | 'https'
  /** Left out where it is the scheme's own. */
  port?: number
  via: AddressObservation['via']
  timeoutMs: number
  signal: AbortSignal
  connections: Connections
}

/** A TLS alert or a certificate error came from the far end: the path to it works. */
const endedInTls = (failure: Failure): boolean =>
  failure.code.startsWith('tls.') && (BROWSER === 'chromium' || failure.stage !== 'connect')

/** The host to ask an address by: itself, or a name that leads there and says nothing of the site. */
export function hostFor(address: string, via: AddressObservation['via']): string {
  if (via === 'literal') return address.includes(':') ? `[${address}]` : address
  // In full, for no label may begin or end with a dash.
  const full = ipaddr.parse(address).toNormalizedString()
  return `${full.replace(/[.:]/g, '-')}.${NEUTRAL_ZONE}`
}

/** A resolver may lead the neutral name elsewhere: what answers there is not this address. */
function ledAway({ hops, url }: PageObservation, address: string): Failure | null {
  const ip = hops[0]?.ip ?? null
  if (ip === null || sameAddress(ip, address)) return null
  return { code: 'dns.address_changed', raw: ip, url, stage: 'dns' }
}

/** Asks the address without the site's name: does it answer then. Never rejects. */
export async function lookAtAddress(log: RequestLog, look: AddressLook): Promise<AddressObservation> {
  const { name, address, scheme, port, via, timeoutMs, signal, connections } = look
  const page = await lookAtPage(log, {
    url: `${scheme}://${hostFor(address, via)}${port === undefined ? '' : `:${port}`}/`,
    role: 'target',
    timeoutMs,
    signal,
    connections,
  })
  const { v, at, ms, requests, bytes, failure } = page
  const away = via === 'neutral' ? ledAway(page, address) : null
  const first = away ? undefined : page.hops[0]
  const answered = first !== undefined || (!away && failure !== null && endedInTls(failure))
  // What happens after a redirect away from the address tells nothing of it.
  const own = away ?? (first?.location ? null : failure)
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
    ...(port === undefined ? {} : { port }),
    via,
    answered,
    status: first?.status ?? null,
    title: away || first?.location ? null : (page.response?.title ?? null),
    failure: own,
  }
}
