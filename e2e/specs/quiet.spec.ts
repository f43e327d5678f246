import type { Page, Worker } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Measurement, Sweep } from '../../src/history/records.ts'
import { HISTORY_NAME } from '../../src/history/schema.ts'
import { type LaunchedChromium, launchChromium } from '../browsers/chromium.ts'
import type { ExtensionGlobals, Listened } from '../browsers/extension-globals.ts'
import { followSweep, startSweep } from '../browsers/session.ts'
import { stopWorker } from '../browsers/stop-worker.ts'
import { openSpecWorld, type SpecWorld } from './lab/open-world.ts'

const hosts = Array.from({ length: 20 }, (_, i) => `site-${i}.example`)
const pages = hosts.map((host) => `https://${host}/`)
const SLOW = 'http://slow.example/'
const targets = [...pages.slice(0, 5), SLOW]

/** Far longer than it takes; a slow machine must not fail a flow. */
const SOON = { timeout: 20_000 }

let lab: SpecWorld
let browser: LaunchedChromium
beforeAll(async () => {
  const quick = hosts.map((host, i) => ({ host, ips: [`151.101.0.${i + 1}`], page: { bytes: 3_000 } }))
  const slow = { host: 'slow.example', ips: ['151.101.1.1'], https: 'none', page: { delayMs: 4_000 } }
  lab = await openSpecWorld('quiet', { sites: [...quick, slow], watch: targets })
  // The lab's build has access to all sites.
  browser = await launchChromium()
  await browser.link.ask('configure', { settings: { country: 'KZ', secondOpinions: true }, urls: targets })
})
afterAll(async () => {
  await browser?.close()
  await lab?.close()
})

/** The user's own browsing: 20 pages, one after another in one tab; answers how often it woke the worker. */
async function startsByBrowsing(): Promise<number> {
  const before = browser.link.starts
  const tab = await browser.context.newPage()
  for (const page of pages) expect((await tab.goto(page))?.status()).toBe(200)
  await tab.close()
  return browser.link.starts - before
}

const worker = (): Worker => {
  const [found] = browser.context.serviceWorkers()
  if (!found) throw new Error('No worker runs')
  return found
}

/** Names of the webRequest events that somebody in the worker listens to. */
const listening = () =>
  worker().evaluate(() => {
    const { webRequest } = (globalThis as unknown as ExtensionGlobals).chrome
    return Object.entries(webRequest)
      .filter(([, event]) => typeof event === 'object' && event !== null && 'hasListeners' in event)
      .filter(([, event]) => (event as Listened).hasListeners())
      .map(([name]) => name)
  })

describe('a worker with access to all sites', () => {
  it('listens to requests during a sweep, and not after', async () => {
    const sweepId = await startSweep(browser.link)
    await expect.poll(listening, SOON).toContain('onBeforeRequest')
    await followSweep(browser.link, sweepId, { signal: AbortSignal.timeout(60_000) })
    await expect.poll(listening, SOON).toEqual([])
  })

  it("is not started by the user's pages after a sweep", async () => {
    await stopWorker(browser)
    expect(await startsByBrowsing()).toBe(0)
    expect(browser.link.connected).toBe(false)
  })

  it('nor after a sweep whose worker died with the lease live', async () => {
    const { tab, sweepId } = await killInSweep()
    await tab.close()
    // The dead worker's listeners are still known to the browser: this much browsing wakes it, and it goes on.
    expect(await startsByBrowsing()).toBe(1)
    await expect.poll(async () => (await newest())?.state, { timeout: 30_000 }).toBe('done')
    expect((await newest())?.id).toBe(sweepId)
    await expect.poll(listening, SOON).toEqual([])

    await stopWorker(browser)
    expect(await startsByBrowsing()).toBe(0)
    expect(browser.link.connected).toBe(false)
  })

  it('nor when the dead left its lease, and no sweep to go on with', async () => {
    const { tab, sweepId } = await killInSweep()
    // As if it had died between the end of its sweep and letting go, with the user's pause after it.
    await tab.evaluate(endQuietly, { database: HISTORY_NAME, sweepId })
    await tab.close()
    expect(await startsByBrowsing()).toBe(1)
    expect((await newest())?.id).toBe(sweepId)

    await stopWorker(browser)
    expect(await startsByBrowsing()).toBe(0)
  })
})

const newest = async () => (await browser.link.ask<Sweep[]>('history', { store: 'sweeps' })).at(-1)

/** Begins a sweep as the popup does, and ends the worker when only the slow site is left. */
async function killInSweep(): Promise<{ tab: Page; sweepId: string }> {
  const tab = await browser.context.newPage()
  await tab.goto(`chrome-extension://${browser.extensionId}/src/popup/popup.html`)
  const answer = await tab.evaluate(() => {
    const { runtime } = (globalThis as unknown as ExtensionGlobals).chrome
    return runtime.sendMessage({ name: 'sweep.start', request: { pace: 'now' } })
  })
  const { sweepId } = (answer as { value: { sweepId: string } }).value
  const done = async () =>
    (await browser.link.ask<Measurement[]>('history', { store: 'measurements' })).filter(
      (m) => m.sweepId === sweepId,
    ).length
  await expect.poll(done, SOON).toBe(targets.length - 1)
  expect(await listening()).toContain('onBeforeRequest')
  await stopWorker(browser)
  return { tab, sweepId }
}

/** Runs in a page of the extension: ends the sweep in the store, and pauses. */
async function endQuietly({ database, sweepId }: { database: string; sweepId: string }): Promise<void> {
  const { storage } = (globalThis as unknown as ExtensionGlobals).chrome
  const { settings } = (await storage.local.get('settings')) as { settings: object }
  await storage.local.set({ settings: { ...settings, paused: true } })
  const settled = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error)
    })
  const db = await settled(indexedDB.open(database))
  const sweeps = db.transaction('sweeps', 'readwrite').objectStore('sweeps')
  const sweep = (await settled(sweeps.get(sweepId))) as object
  await settled(sweeps.put({ ...sweep, state: 'done', endedAt: Date.now() }))
  db.close()
}
