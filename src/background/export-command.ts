import { browser } from '../platform/browser.ts'

/** The keyboard command of the manifest's `commands`; it has no key until the user gives it one. */
const OPEN_EXPORT = 'open-export'

export function onExportCommand(): void {
  browser.commands.onCommand.addListener((command) => {
    if (command !== OPEN_EXPORT) return
    void browser.tabs.create({ url: browser.runtime.getURL('src/export/export.html') })
  })
}
