import type { browser } from '../../src/platform/browser.ts'

/** The globals of the extension's own worker and pages, for code that a flow runs there. */
export interface ExtensionGlobals {
  chrome: typeof browser
}

/** What Chromium's events can tell, and the polyfill's types leave out. */
export interface Listened {
  hasListeners(): boolean
}
