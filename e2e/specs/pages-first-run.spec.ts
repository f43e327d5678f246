import type { Page } from 'playwright'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { RESOLVERS } from '../../src/measure/parties.ts'
import type { Settings } from '../../src/settings/settings.ts'
import { type LaunchedChromium, launchChromium } from '../browsers/chromium.ts'
import { insideLab } from '../lab/enter.ts'
import { grantAll } from '../preview/open-preview.ts'

type Chrome = typeof import('webextension-polyfill')
interface Asked {
  origins: string[]
  /** Whether the browser would have taken it for the user's own wish. */
  inGesture: boolean
}
interface Watched {
  chrome: Chrome
  sent: { name: string; request: unknown }[]
  asked: Asked[]
}

let browser: LaunchedChromium
let welcome: Page

/** The store build, fresh; `access`: whether the browser's question is answered with yes before it is put. */
async function install(access: boolean): Promise<void> {
  // What the user agrees to here would be carried out.
  if (!insideLab()) throw new Error('Only for the lab: the starter list would be asked')
  browser = await launchChromium({ build: 'chrome', ...(access ? { adapt: grantAll } : {}) })
  const { context } = browser
  const isWelcome = (page: Page) => page.url().endsWith('/src/welcome/welcome.html')
  welcome = context.pages().find(isWelcome) ?? (await context.waitForEvent('page', isWelcome))
  await welcome.getByRole('heading', { level: 1 }).waitFor()
  await welcome.evaluate(() => {
    const watched = globalThis as unknown as Watched
    const { runtime } = watched.chrome
    const send = runtime.sendMessage.bind(runtime) as (...given: unknown[]) => Promise<unknown>
    watched.sent = []
    watched.asked = []
    runtime.sendMessage = ((...given: unknown[]) => {
      watched.sent.push(given[0] as Watched['sent'][number])
      return send(...given)
    }) as typeof runtime.sendMessage
  })
}
afterEach(() => browser?.close())

/**
 * The browser's own dialog is outside every page and no program can press it: it is answered in the dialog's place.
 * With access there already the real call answers yes by itself, and is left as it is.
 */
const refuseInTheDialog = () =>
  welcome.evaluate(() => {
    const { chrome, asked } = globalThis as unknown as Watched
    chrome.permissions.request = ((given: { origins: string[] }, done?: (granted: boolean) => void) => {
      asked.push({ origins: given.origins, inGesture: navigator.userActivation.isActive })
      return done ? done(false) : Promise.resolve(false)
    }) as unknown as typeof chrome.permissions.request
  })
const sent = () => welcome.evaluate(() => (globalThis as unknown as Watched).sent)
const asked = () => welcome.evaluate(() => (globalThis as unknown as Watched).asked)
const kept = () =>
  welcome.evaluate(async () => {
    const { chrome } = globalThis as unknown as Watched
    const { settings } = (await chrome.storage.local.get('settings')) as { settings?: Settings }
    return { settings: settings ?? null, alarms: (await chrome.alarms.getAll()).length }
  })

describe('at install, with the browser refusing access', () => {
  beforeEach(() => install(false))

  it('opens the welcome page, with the sensitive groups off and nothing running', async () => {
    expect(await welcome.title()).toBe('Fenceline · Is it me, the site, or my operator?')
    expect(await welcome.locator('#group-messengers').isChecked()).toBe(true)
    expect(await welcome.locator('#group-circumvention').isChecked()).toBe(false)
    expect(await welcome.locator('#group-human-rights').isChecked()).toBe(false)
    expect(await welcome.locator('#second').isChecked()).toBe(false)
    expect(await kept()).toEqual({ settings: null, alarms: 0 })
  })

  it('takes a refusal for no agreement, and lets the user agree without access', async () => {
    await refuseInTheDialog()
    await welcome.getByRole('button', { name: 'I agree: all sites' }).click()
    await welcome.getByText('The browser gave no access').waitFor()
    expect(await asked()).toEqual([{ origins: ['*://*/*'], inGesture: true }])
    expect(await sent()).toEqual([])
    expect(await kept()).toEqual({ settings: null, alarms: 0 })

    await welcome.getByRole('button', { name: 'Agree without access' }).click()
    await welcome.getByText('You agreed, but access is missing').waitFor()
    expect((await sent()).map(({ name }) => name)).toEqual(['consent.give'])
    expect((await kept()).settings?.consent).not.toBeNull()
    expect(await welcome.getByRole('button', { name: 'Test now' }).count()).toBe(0)
  })

  it('asks for the chosen sites and those who are asked beside them, and for no more', async () => {
    await refuseInTheDialog()
    await welcome.locator('#group-payments').uncheck()
    const listed = welcome.getByRole('button', { name: 'only the sites on my list' })
    await listed.click()
    await welcome.getByText('The browser gave no access').waitFor()
    await welcome.locator('#second').check()
    await listed.click()
    await expect.poll(async () => (await asked()).length).toBe(2)
    const [without, withSecond] = await asked()
    const resolvers = RESOLVERS.map(({ url }) => new URL(url).hostname.split('.').slice(-2).join('.'))
    const hits = (origins: string[] = []) =>
      resolvers.filter(
        (site) => origins.includes(`*://*.${site}/*`) || origins.includes(`*://*.dns.${site}/*`),
      )
    expect(without?.origins).toEqual(expect.arrayContaining(['*://*.x.com/*', '*://*.iana.org/*']))
    expect(without?.origins.join(' ')).not.toMatch(/\*:\/\/\*\/|paypal|torproject|hrw\.org/)
    expect(hits(without?.origins)).toEqual([])
    expect(hits(withSecond?.origins).length).toBeGreaterThan(0)
    expect(withSecond?.inGesture).toBe(true)
  })
})

describe('at install, with access given', () => {
  beforeEach(() => install(true))

  it('agrees to what was chosen, and starts when asked', async () => {
    await welcome.locator('#group-social').uncheck()
    await welcome.locator('#second').check()
    await welcome.locator('#country').selectOption('KG')
    await welcome.getByRole('button', { name: 'I agree: all sites' }).click()
    await welcome.getByRole('heading', { name: 'Ready' }).waitFor()
    const { settings, alarms } = await kept()
    expect(settings).toMatchObject({ secondOpinions: true, country: 'KG', paused: false })
    expect(settings?.groups).toMatchObject({ social: false, news: true, circumvention: false })
    expect(settings?.consent?.at).toBeGreaterThan(Date.now() - 60_000)
    expect(alarms).toBe(1)

    await welcome.getByRole('button', { name: 'Test now' }).click()
    await welcome.getByText('Testing has started').waitFor()
    expect((await sent()).map(({ name, request }) => [name, request])).toEqual([
      ['consent.give', { groups: settings?.groups, secondOpinions: true, country: 'KG' }],
      ['sweep.start', { pace: 'now' }],
    ])
  })
})
