import { browser, type WebRequest } from './browser.ts'
import { BROWSER } from './which.ts'

export interface ProxyWatch {
  /** Whether the requests went through a proxy; null where the browser does not say. Waits a moment for its word. */
  told(): Promise<boolean | null>
  stop(): void
}

/** The event of a request comes by another way than its answer, and may be later. */
const LATE_MS = 300

/**
 * Watches over our own requests to these URLs for the proxy they take: Firefox tells, Chromium does not. No other
 * listener is touched, and none stays: it would wake us for requests of the user's own.
 */
export function watchProxied(urls: readonly string[]): ProxyWatch {
  if (BROWSER !== 'firefox') return { told: async () => null, stop() {} }
  const own = browser.runtime.getURL('').replace(/\/$/, '')
  let hear: (proxied: boolean) => void = () => {}
  const heard = new Promise<boolean>((resolve) => {
    hear = resolve
  })
  const listener = (details: WebRequest.OnResponseStartedDetailsType) => {
    const { originUrl, proxyInfo } = details as { originUrl?: string; proxyInfo?: { type: string } | null }
    if (originUrl?.startsWith(own)) hear(proxyInfo != null && proxyInfo.type !== 'direct')
  }
  // Match patterns know no queries or ports of ours: the path is enough.
  const patterns = urls.map((url) => `${new URL(url).origin.replace(/:\d+$/, '')}/*`)
  browser.webRequest.onResponseStarted.addListener(listener, { urls: patterns, tabId: -1 })
  return {
    told: () =>
      Promise.race([heard, new Promise<null>((resolve) => setTimeout(() => resolve(null), LATE_MS))]),
    stop: () => browser.webRequest.onResponseStarted.removeListener(listener),
  }
}
