import { browser } from '../platform/browser.ts'

/** A full page of ours in a tab; the popup has done its part. */
export function openPage(path: string): void {
  void browser.tabs.create({ url: browser.runtime.getURL(path) }).then(() => window.close())
}
