import { browser, type WebRequest } from './browser.ts'
import { BROWSER } from './which.ts'

/**
 * What happened to one request, in the order the browser tells it. Both browsers report the extension's own
 * background requests with tabId -1; other extensions' and the user's pages are filtered out here.
 */
export type RequestEvent =
  | { kind: 'started'; requestId: string; url: string }
  | {
      kind: 'redirected'
      requestId: string
      url: string
      status: number
      ip: string | null
      to: string
      internal: boolean
    }
  | {
      kind: 'headers'
      requestId: string
      url: string
      status: number
      statusLine: string
      headers: [string, string][]
    }
  | {
      kind: 'security'
      requestId: string
      builtInRoot: boolean | null
      protocol: string
      usedEch: boolean | null
      /** SHA-256 of the site's certificate. */
      leaf: string | null
      /** SHA-256 of the certificate the chain ends in. */
      root: string | null
    }
  | {
      kind: 'response'
      requestId: string
      url: string
      status: number
      ip: string | null
      fromCache: boolean
    }
  | { kind: 'completed'; requestId: string; url: string; ip: string | null; proxied: boolean | null }
  | {
      kind: 'failed'
      requestId: string
      url: string
      error: string
      ip: string | null
      proxied: boolean | null
    }

type Listen = (event: RequestEvent) => void

/** Firefox tells of WebSockets as well; Chromium never tells of those a worker opens (seen in 156). */
const SCHEMES = BROWSER === 'firefox' ? ['http', 'https', 'ws', 'wss'] : ['http', 'https']
const FILTER: WebRequest.RequestFilter = { urls: SCHEMES.map((s) => `${s}://*/*`), tabId: -1 }

const isOwn = (d: { tabId: number; initiator?: string; originUrl?: string }): boolean => {
  const origin = browser.runtime.getURL('').replace(/\/$/, '')
  const from = d.initiator ?? d.originUrl
  return d.tabId === -1 && (from === undefined || from.startsWith(origin))
}

/** Firefox says which proxy a request went through; Chromium says nothing. */
function proxiedIn(details: object): boolean | null {
  if (BROWSER !== 'firefox') return null
  const { proxyInfo } = details as { proxyInfo?: { type: string } | null }
  return proxyInfo ? proxyInfo.type !== 'direct' : false
}

const headerPairs = (headers: WebRequest.HttpHeaders | undefined): [string, string][] =>
  (headers ?? []).map((h) => [h.name.toLowerCase(), h.value ?? ''])

let stop: (() => void) | null = null

/**
 * Adds the webRequest listeners; the returned function removes them. Hold it only while a sweep runs: a
 * registered listener wakes the worker for every request of the user's own browsing, tabId filter or not
 * (seen in Chromium 156).
 */
export function observeRequests(listen: Listen): () => void {
  stop?.()
  const wr = browser.webRequest
  const on = {
    before: (d: WebRequest.OnBeforeRequestDetailsType) => {
      if (isOwn(d)) listen({ kind: 'started', requestId: d.requestId, url: d.url })
    },
    redirect: (d: WebRequest.OnBeforeRedirectDetailsType) => {
      if (!isOwn(d)) return
      // Chromium writes HSTS and https-first upgrades as a 307 of its own making.
      const internal = d.statusCode === 307 && /internal redirect/i.test(d.statusLine)
      const base = { requestId: d.requestId, url: d.url, status: d.statusCode, ip: d.ip ?? null }
      listen({ kind: 'redirected', ...base, to: d.redirectUrl, internal: internal || d.statusCode === 0 })
    },
    headers: (d: WebRequest.OnHeadersReceivedDetailsType) => {
      if (!isOwn(d)) return
      listen({
        kind: 'headers',
        requestId: d.requestId,
        url: d.url,
        status: d.statusCode,
        statusLine: d.statusLine,
        headers: headerPairs(d.responseHeaders),
      })
      if (BROWSER === 'firefox') void readSecurity(d.requestId, listen)
    },
    response: (d: WebRequest.OnResponseStartedDetailsType) => {
      if (!isOwn(d)) return
      const base = { requestId: d.requestId, url: d.url, status: d.statusCode }
      listen({ kind: 'response', ...base, ip: d.ip ?? null, fromCache: d.fromCache })
    },
    completed: (d: WebRequest.OnCompletedDetailsType) => {
      if (!isOwn(d)) return
      const base = { requestId: d.requestId, url: d.url, ip: d.ip ?? null }
      listen({ kind: 'completed', ...base, proxied: proxiedIn(d) })
    },
    failed: (d: WebRequest.OnErrorOccurredDetailsType) => {
      if (!isOwn(d)) return
      const ip = (d as { ip?: string }).ip ?? null
      const base = { requestId: d.requestId, url: d.url, error: d.error, ip }
      listen({ kind: 'failed', ...base, proxied: proxiedIn(d) })
    },
  }
  wr.onBeforeRequest.addListener(on.before, FILTER)
  wr.onBeforeRedirect.addListener(on.redirect, FILTER)
  // getSecurityInfo answers only inside a blocking onHeadersReceived listener (Firefox).
  const extra: WebRequest.OnHeadersReceivedOptions[] =
    BROWSER === 'firefox' ? ['responseHeaders', 'blocking'] : ['responseHeaders']
  wr.onHeadersReceived.addListener(on.headers, FILTER, extra)
  wr.onResponseStarted.addListener(on.response, FILTER)
  wr.onCompleted.addListener(on.completed, FILTER)
  wr.onErrorOccurred.addListener(on.failed, FILTER)
  stop = () => {
    wr.onBeforeRequest.removeListener(on.before)
    wr.onBeforeRedirect.removeListener(on.redirect)
    wr.onHeadersReceived.removeListener(on.headers)
    wr.onResponseStarted.removeListener(on.response)
    wr.onCompleted.removeListener(on.completed)
    wr.onErrorOccurred.removeListener(on.failed)
    stop = null
  }
  return stop
}

async function readSecurity(requestId: string, listen: Listen): Promise<void> {
  try {
    const info = await browser.webRequest.getSecurityInfo(requestId, { certificateChain: true })
    const root = info.certificates.at(-1)
    listen({
      kind: 'security',
      requestId,
      builtInRoot: root ? root.isBuiltInRoot : null,
      protocol: info.protocolVersion ?? '',
      usedEch: (info as { usedEch?: boolean }).usedEch ?? null,
      leaf: info.certificates[0]?.fingerprint.sha256 ?? null,
      root: root?.fingerprint.sha256 ?? null,
    })
  } catch {
    // Plain HTTP, or the request is gone: there is nothing to tell.
  }
}
