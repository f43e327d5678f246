import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { openChromium } from '../e2e/browsers/chromium.ts'
import { KEPT_ID, keepHome } from '../e2e/browsers/kept-home.ts'
import { insideLab } from '../e2e/lab/enter.ts'
import type { ExportStore } from '../src/export/export-store.ts'
import type { Format } from '../src/export/formats.ts'
import { manifestName } from '../src/export/manifest.ts'
import { ensureLabBuild } from './lab-build.ts'

interface Wanted {
  format: Format
  /** A day or a time; '' for no limit. */
  since: string
  until: string
  /** None: all. */
  sites: string[]
}

interface Exported {
  file: string
  manifest: string
  unread: number
}

/** Why there is nothing to export, by the codes that the page's own reading gives. */
const ADVICE: Readonly<Record<string, string>> = {
  empty: 'Nothing was recorded in this profile yet.',
  updating: 'This history is of an older version: bring it up to date with npm start, then export again.',
}

/**
 * Writes a kept profile's history into a folder, through the export page as a user would. The extension runs without its
 * background: nothing is tested meanwhile, nothing asked of the network, and nothing in the history changes.
 */
export async function exportProfile(profile: string, wanted: Wanted, out: string): Promise<Exported> {
  if (!existsSync(join(profile, 'browser'))) {
    throw new Error(`${profile} is no profile that "npm start -- --profile" keeps`)
  }
  if (!insideLab()) ensureLabBuild()
  const home = await keepHome(profile, { background: false })
  try {
    const context = await openChromium(home)
    try {
      const page = await context.newPage()
      // Nobody is there to answer the browser's dialogue: the file is downloaded.
      await page.addInitScript(() => Reflect.deleteProperty(globalThis, 'showSaveFilePicker'))
      await page.goto(`chrome-extension://${KEPT_ID}/src/export/export.html`)
      return await save(page, wanted, out)
    } finally {
      await context.close()
    }
  } finally {
    await home.remove()
  }
}

async function save(page: Page, wanted: Wanted, out: string): Promise<Exported> {
  const { result, failure } = await page.evaluate(async ({ format, since, until, sites }) => {
    const { fencelineExport: store } = globalThis as unknown as { fencelineExport: ExportStore }
    store.format.value = format
    store.from.value = since
    store.to.value = until
    if (sites.length > 0) store.sites.value = new Set(sites)
    await store.start()
    return { result: store.result.value, failure: store.failure.value }
  }, wanted)
  if (!result?.dataUrl) throw new Error(ADVICE[failure ?? ''] ?? `The export failed: ${failure}`)
  await mkdir(out, { recursive: true })
  const file = join(out, result.name)
  const manifest = join(out, manifestName(result.name))
  const download = page.waitForEvent('download')
  await page.click('#export-file')
  await (await download).saveAs(file)
  const about = await page.evaluate(async (url) => (await fetch(url)).text(), result.manifestUrl)
  await writeFile(manifest, about)
  return { file, manifest, unread: result.unread }
}
