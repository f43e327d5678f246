import { browser } from '../platform/browser.ts'
import { mayReachAny } from '../platform/permissions.ts'
import { observeRequests, type RequestEvent } from '../platform/web-request.ts'

const KEY = 'lease'

/** Until the dead lease is cleared none may be taken: clearing forgets every listener, the new ones too. */
let cleared: Promise<unknown> = Promise.resolve()

/**
 * The lease says that a sweep holds webRequest listeners. The browser remembers a listener after the worker that
 * added it died, and would wake us for every request of the user's own browsing: so a worker that starts without a
 * live lease adds and removes them once, which makes the browser forget.
 */
export async function takeLease(sweepId: string, listen: (event: RequestEvent) => void): Promise<() => void> {
  await cleared
  await browser.storage.session.set({ [KEY]: sweepId })
  const stop = observeRequests(listen)
  return () => {
    stop()
    void browser.storage.session.remove(KEY)
  }
}

/** Call once at start, before anything is measured. Answers the sweep that a dead worker left, if any. */
export function clearDeadLease(): Promise<string | null> {
  const clearing = forgetListeners()
  cleared = clearing.catch(() => {})
  return clearing
}

async function forgetListeners(): Promise<string | null> {
  const left = (await browser.storage.session.get(KEY))[KEY]
  // Without any host access nothing can wake us, and Chromium would complain of the listeners.
  if (await mayReachAny()) observeRequests(() => {})()
  await browser.storage.session.remove(KEY)
  return typeof left === 'string' ? left : null
}
