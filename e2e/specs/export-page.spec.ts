import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LaunchedChromium, launchChromium } from '../browsers/chromium.ts'
import { seriousFaults } from '../preview/axe.ts'
import { historyRows } from './lab/history-rows.ts'

const LOOKS = 2_500

async function seed(browser: LaunchedChromium): Promise<void> {
  const send = async <T>(name: string, request: unknown) =>
    (await browser.link.ask<{ value: T }>('message', { name, request })).value
  const { restoreId } = await send<{ restoreId: string }>('restore.begin', { schema: 2 })
  for (const { store, rows } of historyRows(LOOKS)) await send('restore.rows', { restoreId, store, rows })
  await send('restore.end', { restoreId, cancel: false })
}

/** The browser's own dialogue cannot be answered by a test: this one stands for it, with a file of the page's own. */
async function opened(browser: LaunchedChromium): Promise<Page> {
  const page = await browser.context.newPage()
  await page.addInitScript(() => {
    Object.assign(globalThis, {
      async showSaveFilePicker({ suggestedName }: { suggestedName: string }) {
        const picked: string[] = JSON.parse(localStorage.getItem('picked') ?? '[]')
        localStorage.setItem('picked', JSON.stringify([...picked, suggestedName]))
        if (localStorage.getItem('refuse')) throw new DOMException('closed', 'AbortError')
        const root = await navigator.storage.getDirectory()
        return root.getFileHandle('picked.csv', { create: true })
      },
    })
  })
  await page.goto(`chrome-extension://${browser.extensionId}/src/export/export.html`)
  await page.waitForSelector('#export-start')
  return page
}
const picked = (page: Page) =>
  page.evaluate(async () => {
    const root = await navigator.storage.getDirectory()
    return (await (await root.getFileHandle('picked.csv', { create: true })).getFile()).text()
  })
const status = (page: Page) => page.locator('[role="status"]').first().textContent()

describe('the export page', () => {
  let browser: LaunchedChromium
  let page: Page
  beforeAll(async () => {
    browser = await launchChromium()
    await seed(browser)
    page = await opened(browser)
  })
  afterAll(() => browser?.close())

  it('writes into the file that was picked, by keyboard alone, and names the file in the manifest', async () => {
    await page.focus('#format-csv')
    const isThere = () => page.evaluate(() => document.activeElement?.id === 'export-start')
    for (let presses = 0; presses < 20 && !(await isThere()); presses++) await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await expect.poll(() => status(page), { timeout: 30_000 }).toContain('The file is ready: picked.csv')
    const lines = (await picked(page)).trimEnd().split('\r\n')
    expect(lines).toHaveLength(LOOKS + 1)
    expect(await page.locator('#export-file').count()).toBe(0)
    expect(await page.getAttribute('#export-manifest', 'download')).toBe('picked.csv.manifest.json')
    expect(await page.evaluate(() => localStorage.getItem('picked'))).toMatch(
      /^\["fenceline-\d{4}-\d\d-\d\d-looks\.csv"\]$/,
    )
  })

  it('takes only the days, sites and networks that were chosen', async () => {
    await page.fill('#export-from', '2026-01-06')
    await page.fill('#export-to', '2026-01-07')
    await page.check('#sites-some')
    expect(await page.isDisabled('#export-start')).toBe(true)
    await page.getByLabel('cut.example').check()
    await page.check('#networks-some')
    await page.getByLabel('=1+1').check()
    await page.click('#export-start')
    await expect.poll(() => status(page)).toContain('The file is ready')
    const [, ...lines] = (await picked(page)).trimEnd().split('\r\n')
    // Two days of a look at each of three sites every half hour.
    expect(lines).toHaveLength(32)
    for (const line of lines)
      expect(line).toMatch(/2026-01-0[67]T.*,https:\/\/cut\.example\/.*,as9198-kz,'=1\+1,/)
    await page.reload()
  })

  it('leaves the file as it was when it is cancelled, and all of it when the dialogue is closed', async () => {
    const before = await picked(page)
    // Every write waits until the button was pressed.
    await page.evaluate(() => {
      const write = FileSystemWritableFileStream.prototype.write
      FileSystemWritableFileStream.prototype.write = async function (data) {
        document.querySelector<HTMLElement>('.export-work .btn')?.click()
        return write.call(this, data)
      }
    })
    await page.check('#format-jsonl')
    await page.click('#export-start')
    await expect.poll(() => status(page)).toBe('Cancelled. Nothing was saved.')
    expect(await picked(page)).toBe(before)
    await page.evaluate(() => localStorage.setItem('refuse', '1'))
    await page.click('#export-start')
    await expect.poll(() => page.isEnabled('#export-start')).toBe(true)
    expect(await page.locator('[role="alert"]').allTextContents()).toEqual(['', ''])
    await page.evaluate(() => localStorage.removeItem('refuse'))
    await page.reload()
  })

  it.each(['light', 'dark'] as const)('has nothing serious for axe-core (%s)', async (colorScheme) => {
    await page.emulateMedia({ colorScheme })
    await page.check('#sites-some')
    await page.check('#networks-some')
    expect(await seriousFaults(page)).toEqual([])
    await page.check('#format-backup')
    await page.click('#export-start')
    await expect.poll(() => status(page), { timeout: 30_000 }).toContain('The file is ready')
    expect(await seriousFaults(page)).toEqual([])
    await page.reload()
  })
})

describe('the export page in Arabic', () => {
  it('runs from right to left and has nothing serious for axe-core', async () => {
    const browser = await launchChromium({ language: 'ar' })
    const page = await opened(browser)
    expect(await page.getAttribute('html', 'dir')).toBe('rtl')
    expect(await seriousFaults(page)).toEqual([])
    const isTooWide = () => document.documentElement.scrollWidth > document.documentElement.clientWidth
    await page.setViewportSize({ width: 400, height: 800 })
    expect(await page.evaluate(isTooWide)).toBe(false)
    await browser.close()
  })
})
