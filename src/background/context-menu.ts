import { browser } from '../platform/browser.ts'

const ID = 'check'

/** "Check this site" on pages and links. */
export function addMenu(): void {
  browser.contextMenus.create({
    id: ID,
    title: browser.i18n.getMessage('menuCheck'),
    contexts: ['page', 'link'],
    targetUrlPatterns: ['http://*/*', 'https://*/*'],
    documentUrlPatterns: ['http://*/*', 'https://*/*'],
  })
}

export function onMenu(check: (url: string) => Promise<unknown>): void {
  browser.contextMenus.onClicked.addListener((info) => {
    const url = info.linkUrl ?? info.pageUrl
    if (info.menuItemId === ID && url) void check(new URL(url).origin).catch(() => {})
  })
}
