import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LaunchedChromium, launchChromium } from '../browsers/chromium.ts'
import { collectErrors } from '../browsers/extension-errors.ts'
import { stopWorker } from '../browsers/stop-worker.ts'
import { openSpecWorld, type SpecWorld } from './lab/open-world.ts'

type Chrome = typeof import('webextension-polyfill')

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
  return context.serviceWorkers()[0] ?? context.waitForEvent('serviceworker', { timeout: 20_000 })
}

/** What the worker keeps for later, and what it holds now: nothing of it, and it can only wait for events. */
const atRest = async () =>
  (await worker()).evaluate(async () => {
    const { alarms, storage, webRequest } = (globalThis as unknown as { chrome: Chrome }).chrome
    return {
      alarms: await alarms.getAll(),
      session: await storage.session.get(null),
      listens: webRequest.onBeforeRequest.hasListeners(),
      fetched: performance.getEntriesByType('resource').map((entry) => entry.name),
    }
  })
const silence = { alarms: [], session: {}, listens: false, fetched: [] }

/** Everything the lab saw of this machine: names asked for, connections, requests. */
const traffic = async () => {
  const { outside, middlebox } = await lab.world.counters()
  return { outside, middlebox, log: await lab.world.log() }
}
const none = { outside: {}, middlebox: {}, log: [] }

describe('the store build in a fresh profile, before consent', () => {
  it('has its listeners', async () => {
    const silent = await (await worker()).evaluate(() => {
      const { runtime, alarms, permissions, contextMenus } = (globalThis as unknown as { chrome: Chrome }).chrome
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
        .filter(([, event]) => !event.hasListeners())
        .map(([name]) => name)
    })
    expect(silent).toEqual([])
  })

  it('opens the welcome page', async () => {
    const open = () => browser.context.pages().map((page) => page.url())
    await expect
      .poll(open)
      .toContain(`chrome-extension://${browser.extensionId}/src/welcome/welcome.html`)
  })

  it('asks nothing of anybody, and has nothing in mind', async () => {
    await expect.poll(atRest).toEqual(silence)
    expect(await traffic()).toEqual(none)
  })

  it('asks nothing when it is started again, looked at and reminded', async () => {
    const { errors, stop } = await collectErrors(browser)
    await stopWorker(browser)
    const popup = await browser.context.newPage()
    await popup.goto(`chrome-extension://${browser.extensionId}/src/popup/popup.html`)
    // The alarm as it would ring, and the message as the popup's button would send it.
    const refused = await popup.evaluate(async () => {
      const { alarms, runtime } = (globalThis as unknown as { chrome: Chrome }).chrome
      await alarms.create('sweep', { when: Date.now() })
      return runtime.sendMessage({ name: 'sweep.start', request: { pace: 'now' } })
    })
    expect(refused).toMatchObject({ ok: false, code: 'consent' })
    await expect.poll(atRest).toEqual(silence)
    expect(await traffic()).toEqual(none)
    expect(errors()).toEqual([])
    await stop()
  })
})
