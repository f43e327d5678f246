import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { ControlResponse } from '../../../core/protocol/control.ts'
import { h3Endpoint } from './alt-svc.ts'
import { type AskableUrl, askableUrl } from './askable-url.ts'
import { withDeadline } from './deadline.ts'
import type { Dialler } from './dial.ts'
import { DnsFailure } from './dns-failure.ts'
import { pageFailureName } from './failure.ts'
import type { Limits } from './limits.ts'
import { readBody, requestOver } from './one-answer.ts'
import { HelperTrouble, Refusal } from './refusal.ts'
import { headerMap } from './response-headers.ts'

export type Page = ControlResponse['http_request']

export interface PageTools {
  dialler: Dialler
  /** Addresses of a name; throws DnsFailure or HelperTrouble. */
  addressesOf(host: string, signal: AbortSignal): Promise<string[]>
  ports: readonly number[]
  limits: Limits
  ipv6: boolean
}

const REDIRECTS = new Set([301, 302, 303, 307, 308])

/**
 * What a browser without cookies would be given at the end of the redirects. Without cookies, because the extension's
 * own look carries none either: both must meet the same site. Throws HelperTrouble only.
 */
export async function fetchPage(
  start: AskableUrl,
  headers: Readonly<Record<string, string>>,
  tools: PageTools,
): Promise<Page> {
  try {
    return await withDeadline(tools.limits.pageMs, (signal) => follow(start, headers, tools, signal))
  } catch (error) {
    if (error instanceof HelperTrouble) throw error
    return failedPage(pageFailureName(error))
  }
}

async function follow(
  start: AskableUrl,
  headers: Readonly<Record<string, string>>,
  tools: PageTools,
  signal: AbortSignal,
): Promise<Page> {
  let at = start
  let h3: string | null = null
  for (let hops = 0; ; hops++) {
    const socket = await connectTo(at, tools, signal)
    try {
      const answer = await requestOver(socket, at.url, headers, tools.limits.headerBytes, signal)
      h3 ??= h3Endpoint(answer.headers['alt-svc'], start.host)
      const { location } = answer.headers
      const status = answer.statusCode ?? 0
      if (!REDIRECTS.has(status) || !location) return await pageOf(answer, status, h3, tools.limits, signal)
      if (hops >= tools.limits.redirects) throw new Error('too many redirects')
      // Each hop is a stranger's wish like the first one, and is checked like it.
      at = askableUrl(location, tools.ports, at.url)
    } finally {
      socket.destroy()
    }
  }
}

async function pageOf(
  answer: IncomingMessage,
  status: number,
  h3: string,
  limits: Limits,
  signal: AbortSignal,
): Promise<Page> {
  const body = await readBody(answer, limits.bodyBytes, signal)
  return {
    body_length: body.length,
    discovered_h3_endpoint: h3,
    failure: body.error === null ? null : pageFailureName(body.error),
    title: body.title,
    headers: headerMap(answer.rawHeaders),
    status_code: status,
  }
}

/** The first address that takes the connection; its TLS failure is final, as in a browser. */
async function connectTo(at: AskableUrl, tools: PageTools, signal: AbortSignal): Promise<Socket> {
  const socket = await firstConnection(await placesOf(at, tools, signal), at.port, tools, signal)
  return at.scheme === 'http' ? socket : tools.dialler.tls(socket, at.host, ['http/1.1'], signal)
}

async function placesOf(at: AskableUrl, tools: PageTools, signal: AbortSignal): Promise<string[]> {
  if (at.literal) return [at.host]
  const addresses = await tools.addressesOf(at.host, signal)
  if (addresses.length === 0) throw new DnsFailure('nxdomain')
  // One bad address among good ones spoils all, as in OONI's helper: such a name is broken, or is bait.
  if (!addresses.every(tools.dialler.allows)) throw new Refusal('leads to an address that is not public')
  const usable = addresses.filter((address) => tools.ipv6 || !address.includes(':'))
  return (usable.length > 0 ? usable : addresses).slice(0, tools.limits.addresses)
}

async function firstConnection(
  addresses: readonly string[],
  port: number,
  { dialler, limits }: PageTools,
  signal: AbortSignal,
): Promise<Socket> {
  const share = addresses.length > 1 ? limits.connectMs : limits.pageMs
  let first: unknown = null
  for (const address of addresses) {
    try {
      return await withDeadline(share, (within) => dialler.tcp(address, port, within), signal)
    } catch (error) {
      if (error instanceof HelperTrouble || signal.aborted) throw error
      first ??= error
    }
  }
  throw first
}

export function failedPage(failure: string): Page {
  return {
    body_length: -1,
    discovered_h3_endpoint: '',
    failure,
    title: '',
    headers: {},
    status_code: -1,
  }
}
