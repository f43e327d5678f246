import { browser } from '../platform/browser.ts'

export function openWelcome(): void {
  void browser.tabs
    .create({ url: browser.runtime.getURL('src/welcome/welcome.html') })
    .then(() => window.close())
}
