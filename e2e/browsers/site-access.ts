import type { Page } from 'playwright'
import type { LaunchedChromium } from './chromium.ts'

export type SiteAccess = 'ON_CLICK' | 'ON_SPECIFIC_SITES' | 'ON_ALL_SITES'

/** The browser's own page about the extension, where a user gives and takes host access. */
export async function openExtensionsPage({ context, extensionId }: LaunchedChromium): Promise<Page> {
  const page = await context.newPage()
  await page.goto(`chrome://extensions/?id=${extensionId}`)
  return page
}

/** "Allow this extension to read and change all your data on websites you visit". */
export async function chooseAccess(page: Page, access: SiteAccess): Promise<void> {
  await page.locator('select#hostAccess').selectOption(access)
}

/** The dialog that "on specific sites" opens: a site (a match pattern without path will do) and "Add". */
export async function addFirstSite(page: Page, site: string): Promise<void> {
  const dialog = page.locator('extensions-runtime-hosts-dialog')
  await dialog.locator('input').fill(site)
  await dialog.locator('#submit').click()
  await dialog.waitFor({ state: 'detached' })
}

/** What the dialog does, for each further site. */
export async function addSites(page: Page, extensionId: string, patterns: readonly string[]): Promise<void> {
  await page.evaluate(
    async ({ id, hosts }) => {
      const { developerPrivate } = (
        globalThis as unknown as {
          chrome: { developerPrivate: { addHostPermission(id: string, host: string): Promise<void> } }
        }
      ).chrome
      for (const host of hosts) await developerPrivate.addHostPermission(id, host)
    },
    { id: extensionId, hosts: [...patterns] },
  )
}
