import { browser } from './browser.ts'

/** Neither browser counts a pending fetch as life: 30 s after the last event or API call the background dies. */
export function keepAlive(everyMs: number): () => void {
  const timer = setInterval(() => void browser.runtime.getPlatformInfo(), everyMs)
  return () => clearInterval(timer)
}
