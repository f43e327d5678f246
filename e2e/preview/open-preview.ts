import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { HISTORY_NAME } from '../../src/history/schema.ts'
import { CONSENT_TEXT_VERSION } from '../../src/settings/consent.ts'
import { defaultSettings } from '../../src/settings/defaults.ts'
import { type LaunchedChromium, launchChromium } from '../browsers/chromium.ts'
import type { Seed } from './seed.ts'
import { HERE, onNetwork } from './seed-networks.ts'

export const LANGUAGES = ['en', 'ru', 'kk', 'ar'] as const
export type Language = (typeof LANGUAGES)[number]

export interface PreviewOptions {
  language: Language
  /** Whether every site may be reached; else none. */
  access: boolean
  /** What the pages take for the present, epoch ms. */
  now: number
}

/** The store build in a real Chromium, speaking one language, its clock stopped, plugged in, showing what is planted. */
export interface Preview {
  browser: LaunchedChromium
  /** An empty tab that will speak the language and keep the time. */
  newPage(): Promise<Page>
  /** Address of one of our pages. */
  url(path: string): string
  /** Replaces all that is kept: the history and what the storage areas hold, on the seed's network unless said. */
  plant(seed: Seed, kept: Kept): Promise<void>
  close(): Promise<void>
}

export interface Kept {
  local: Record<string, unknown>
  session: Record<string, unknown>
}

/** Settings of somebody in Almaty who has agreed. */
export function agreedSettings(now: number) {
  const consent = { at: now - 12 * 24 * 3_600_000, textVersion: CONSENT_TEXT_VERSION }
  return { ...defaultSettings('Asia/Almaty'), consent, secondOpinions: true }
}

export async function openPreview({ language, access, now }: PreviewOptions): Promise<Preview> {
  const browser = await launchChromium({
    build: 'chrome',
    language,
    timeZone: 'Asia/Almaty',
    adapt: async (extension) => {
      await speakOnly(extension, language)
      if (access) await grantAll(extension)
    },
  })
  const { context, extensionId } = browser
  const url = (path: string) => `chrome-extension://${extensionId}/${path}`
  await context.addInitScript({ content: standStill(now, language) })
  // A page of ours that runs nothing: the way to the extension's own storage.
  const desk = await context.newPage()
  await desk.goto(url('manifest.json'))
  const deadline = Date.now() + 20_000
  while (!(await desk.evaluate(hasStores, HISTORY_NAME))) {
    if (Date.now() > deadline) throw new Error('The background made no database')
  }
  return {
    browser,
    url,
    newPage: () => context.newPage(),
    async plant(seed, kept) {
      const local = { ...onNetwork(HERE, now), ...kept.local }
      await desk.evaluate(plantInPage, { seed, kept: { ...kept, local } })
    },
    close: () => browser.close(),
  }
}

/**
 * Debian's Chromium ships one interface language. The extension's copy is left with one translation, its default, so
 * that the browser's own i18n falls back on it.
 */
async function speakOnly(extension: string, language: Language): Promise<void> {
  const locales = join(extension, '_locales')
  const others = (await readdir(locales)).filter((name) => name !== language)
  await Promise.all(others.map((name) => rm(join(locales, name), { recursive: true })))
  await editManifest(extension, (manifest) => ({ ...manifest, default_locale: language }))
}

/** What the user's click on "all sites" would give. */
export async function grantAll(extension: string): Promise<void> {
  await editManifest(extension, ({ optional_host_permissions: hosts, ...manifest }) => ({
    ...manifest,
    host_permissions: hosts,
  }))
}

async function editManifest(
  extension: string,
  edit: (manifest: Record<string, unknown>) => Record<string, unknown>,
): Promise<void> {
  const path = join(extension, 'manifest.json')
  const manifest = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>
  await writeFile(path, JSON.stringify(edit(manifest)))
}

/** Runs in every page before its own scripts. Text, because the compiler's helpers are not there. */
const standStill = (now: number, language: Language) => `
  globalThis.Date = new Proxy(Date, {
    construct: (target, args) => Reflect.construct(target, args.length > 0 ? args : [${now}]),
    get: (target, key) => (key === 'now' ? () => ${now} : Reflect.get(target, key)),
  })
  Object.defineProperty(navigator, 'onLine', { get: () => true })
  if (globalThis.chrome?.i18n) chrome.i18n.getUILanguage = () => '${language}'
`

/** Whether the background has made the database by now. Opened too early, ours would be an empty one: it is dropped. */
function hasStores(name: string): Promise<boolean> {
  return new Promise((resolve) => {
    const opening = indexedDB.open(name)
    opening.onupgradeneeded = () => opening.transaction?.abort()
    opening.onerror = () => resolve(false)
    opening.onsuccess = () => {
      resolve(opening.result.objectStoreNames.length > 0)
      opening.result.close()
    }
  })
}

/** Runs in a page of the extension; the background has made the database at install. */
async function plantInPage({ seed, kept }: { seed: Seed; kept: Kept }): Promise<void> {
  const { storage } = (
    globalThis as unknown as {
      chrome: {
        storage: Record<'local' | 'session', { clear(): Promise<void>; set(items: object): Promise<void> }>
      }
    }
  ).chrome
  for (const area of ['local', 'session'] as const) {
    await storage[area].clear()
    await storage[area].set(kept[area])
  }
  const db = await new Promise<IDBDatabase>((resolve, reject) => {
    const opening = indexedDB.open('fenceline-history')
    opening.onsuccess = () => resolve(opening.result)
    opening.onerror = () => reject(opening.error)
  })
  const tx = db.transaction([...db.objectStoreNames], 'readwrite')
  for (const store of db.objectStoreNames) tx.objectStore(store).clear()
  for (const [store, rows] of Object.entries(seed)) for (const row of rows) tx.objectStore(store).put(row)
  await new Promise((resolve, reject) => {
    tx.oncomplete = resolve
    tx.onabort = () => reject(tx.error)
  })
  db.close()
}
