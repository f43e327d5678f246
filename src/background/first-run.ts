import type { History } from '../history/open.ts'
import { seedTargets } from '../history/targets.ts'
import { browser } from '../platform/browser.ts'
import { readSettings } from '../settings/read.ts'
import { starterTargets } from '../watchlist/targets.ts'

/** At install and update: the built-in list, the menu, and the welcome page until the user has agreed. */
export function onFirstRun(history: History, addMenu: () => void): void {
  browser.runtime.onInstalled.addListener(async () => {
    addMenu()
    // A driven browser gets its list and its agreement from the driver.
    if (__LAB__) return
    await history.withDb((db) => seedTargets(db, starterTargets(Date.now())))
    const { consent } = await readSettings(browser.storage.local)
    if (!consent) await browser.tabs.create({ url: browser.runtime.getURL('src/welcome/welcome.html') })
  })
}
