import { mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, vi } from 'vitest'
import { type LaunchedChromium, launchChromium } from '../../browsers/chromium.ts'
import type { DriverLink } from '../../browsers/driver-link.ts'
import { launchFirefox } from '../../browsers/firefox.ts'

/** The export page in one browser, as a user's hand and eye would meet it. */
export interface ExportTab {
  link: DriverLink
  /** Where what the user saves comes to lie. */
  downloads: string
  press(selector: string): Promise<void>
  shown(selector: string): Promise<string | null>
  choose(selector: string, name: string, text: string): Promise<void>
  /** Runs it in the page. */
  run<T>(work: () => Promise<T>): Promise<T>
  errors: string[]
  close(): Promise<void>
}

/** Firefox gives each installation another address; this preference pins it. */
const UUID = '2f1f6a0e-1b52-4d8e-9d53-0c6f2f7f2a55'
const PAGE = 'src/export/export.html'

const makeFolder = () => mkdtemp(join(tmpdir(), 'fenceline-export-'))

/** Without the browser's own dialogue, which no test can answer: the file is downloaded, as where there is none. */
export async function chromiumTab(): Promise<ExportTab & { chromium: LaunchedChromium }> {
  const chromium = await launchChromium()
  const downloads = await makeFolder()
  const page = await chromium.context.newPage()
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(String(error)))
  await page.addInitScript(() => Reflect.deleteProperty(globalThis, 'showSaveFilePicker'))
  page.on('download', (download) => void download.saveAs(join(downloads, download.suggestedFilename())))
  await page.goto(`chrome-extension://${chromium.extensionId}/${PAGE}`)
  return {
    chromium,
    link: chromium.link,
    downloads,
    errors,
    press: (selector) => page.click(selector),
    run: (work) => page.evaluate(work),
    shown: (selector) => page.evaluate((at) => document.querySelector(at)?.textContent ?? null, selector),
    choose: (selector, name, text) =>
      page.setInputFiles(selector, { name, mimeType: 'text/plain', buffer: Buffer.from(text) }),
    close: () => chromium.close(),
  }
}

export async function firefoxTab(): Promise<ExportTab> {
  const downloads = await makeFolder()
  const firefox = await launchFirefox({
    // Without it Firefox refuses to lead a driven tab to an extension's page.
    args: ['--remote-allow-system-access'],
    preferences: {
      'extensions.webextensions.uuids': JSON.stringify({ 'fenceline@fenceline.invalid': UUID }),
      'browser.download.folderList': 2,
      'browser.download.dir': downloads,
    },
  })
  const page = await firefox.browser.newPage()
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(String(error)))
  // Firefox never reports such a navigation as finished; what the page shows does.
  page.goto(`moz-extension://${UUID}/${PAGE}`).catch(() => {})
  const shown = (selector: string) =>
    page.evaluate((at) => document.querySelector(at)?.textContent ?? null, selector)
  await vi.waitFor(async () => expect(await shown('h1')).toBeTruthy(), { timeout: 15_000 })
  return {
    link: firefox.link,
    downloads,
    errors,
    shown,
    run: async (work) => page.evaluate(work),
    press: (selector) => page.evaluate((at) => document.querySelector<HTMLElement>(at)?.click(), selector),
    choose: (selector, name, text) =>
      page.evaluate(
        (at, fileName, content) => {
          const input = document.querySelector<HTMLInputElement>(at)
          const files = new DataTransfer()
          files.items.add(new File([content], fileName))
          if (input) input.files = files.files
          input?.dispatchEvent(new Event('change', { bubbles: true }))
        },
        selector,
        name,
        text,
      ),
    close: () => firefox.close(),
  }
}

/** A saved file once all of it is there. */
export async function saved(folder: string, name: string, bytes: number | null): Promise<string> {
  const read = () => readFile(join(folder, name)).catch(() => null)
  const isWhole = (file: Buffer | null) =>
    file !== null && (bytes === null ? file.length > 0 : file.length >= bytes)
  await expect.poll(async () => isWhole(await read()), { timeout: 20_000 }).toBe(true)
  return (await read())?.toString('utf8') ?? ''
}
