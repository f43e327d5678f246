import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LaunchedChromium, launchChromium } from '../browsers/chromium.ts'
import { collectErrors, collectedErrors } from '../browsers/extension-errors.ts'
import type { ExtensionGlobals, Listened } from '../browsers/extension-globals.ts'
import { openExtensionsPage } from '../browsers/site-access.ts'
import { stopWorker } from '../browsers/stop-worker.ts'
import { openSpecWorld, type SpecWorld } from './lab/open-world.ts'

/** Far longer than it takes; a slow machine must not fail a flow. */
const SOON = { timeout: 20_000 }

let lab: SpecWorld
let browser: LaunchedChromium
beforeAll(async () => {
  lab = await openSpecWorld('built-worker', {
    sites: [{ host: 'news.example', ips: ['151.101.0.1'] }],
    watch: ['https://news.example/'],
  })
  browser = await launchChromium({ build: 'chrome' })
})
afterAll(async () => {
  await browser?.close()
  await lab?.close()
})

const worker = async () => {
  const { context } = browser
  return context.serviceWorkers()[0] ?? context.waitForEvent('serviceworker', SOON)
}

/** What the worker keeps for later, and what it holds now: nothing of it, and it can only wait for events. */
const atRest = async () =>
  (await worker()).evaluate(async () => {
    const { alarms, storage, webRequest } = (globalThis as unknown as ExtensionGlobals).chrome
    return {
      alarms: await alarms.getAll(),
      session: await storage.session.get(null),
      listens: (webRequest.onBeforeRequest as unknown as Listened).hasListeners(),
      fetched: performance.getEntriesByType('resource').map((entry) => entry.name),
    }
  })
const silence = { alarms: [], session: {}, listens: false, fetched: [] }

/** Names that Chromium looks up for itself, whatever is switched off. None of them is a party of ours. */
const ITS_OWN = ['clients2.google.com', 'accounts.google.com', 'update.googleapis.com']

/** Everything the lab saw of this machine: names asked for, connections, requests. */
const traffic = async () => {
  const { outside, middlebox } = await lab.world.counters()
  const log = await lab.world.log()
  return {
    outside,
    middlebox,
    log: log.filter((line) => !ITS_OWN.some((name) => line.includes(` ${name} `))),
  }
}
const none = { outside: {}, middlebox: {}, log: [] }

describe('the store build in a fresh profile, before consent', () => {
  it('has its listeners', async () => {
    const silent = await (await worker()).evaluate(() => {
      const { runtime, alarms, permissions, contextMenus } = (globalThis as unknown as ExtensionGlobals)
        .chrome
      const events = {
        onMessage: runtime.onMessage,
        onInstalled: runtime.onInstalled,
        onStartup: runtime.onStartup,
        onAlarm: alarms.onAlarm,
        onAdded: permissions.onAdded,
        onRemoved: permissions.onRemoved,
        onClicked: contextMenus.onClicked,
      }
      return Object.entries(events)
        .filter(([, event]) => !(event as unknown as Listened).hasListeners())
        .map(([name]) => name)
    })
    expect(silent).toEqual([])
  })

  it('opens the welcome page', async () => {
    const open = () => browser.context.pages().map((page) => page.url())
    await expect
      .poll(open, SOON)
      .toContain(`chrome-extension://${browser.extensionId}/src/welcome/welcome.html`)
  })

  it('asks nothing of anybody, and has nothing in mind', async () => {
    await expect.poll(atRest, SOON).toEqual(silence)
    expect(await traffic()).toEqual(none)
  })

  it('complains of nothing and asks nothing when it is started again, asked and reminded', async () => {
    const { context, extensionId } = browser
    const extensions = await openExtensionsPage(browser)
    await collectErrors(extensions, extensionId)
    await stopWorker(browser)
    const popup = await context.newPage()
    await popup.goto(`chrome-extension://${extensionId}/src/popup/popup.html`)
    // The message as the popup's button sends it, and the alarm as it would ring.
    const refused = await popup.evaluate(async () => {
      const { alarms, runtime } = (globalThis as unknown as ExtensionGlobals).chrome
      const answer: unknown = await runtime.sendMessage({ name: 'sweep.start', request: { pace: 'now' } })
      await alarms.create('sweep', { when: Date.now() })
      return answer
    })
    expect(refused).toMatchObject({ ok: false, code: 'consent' })
    await expect.poll(atRest, SOON).toEqual(silence)
    expect(await traffic()).toEqual(none)
    await (await worker()).evaluate(() => console.error('the last word'))
    await expect.poll(() => collectedErrors(extensions, extensionId), SOON).toEqual(['the last word'])
  })
})
