import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Measurement } from '../../src/history/records.ts'
import { type LaunchedChromium, launchChromium } from '../browsers/chromium.ts'
import { followSweep, startSweep } from '../browsers/session.ts'
import { seriousFaults } from '../preview/axe.ts'
import { openSpecWorld, type SpecWorld } from './lab/open-world.ts'

const LISTED = ['cut.example', 'open.example', 'gone.example', 'members.example'].map(
  (host) => `https://${host}/`,
)
/** Not on the list: the site in a tab. */
const ELSEWHERE = 'https://elsewhere.example/'
/** Fewer than are asked side by side: all are under way at once. */
const SLOW = Array.from({ length: 18 }, (_, i) => `slow-${i}.example`)

let lab: SpecWorld
let browser: LaunchedChromium

beforeAll(async () => {
  lab = await openSpecWorld('pages', {
    sites: [
      { host: 'cut.example', ips: ['93.184.216.60'] },
      { host: 'open.example', ips: ['93.184.216.61'] },
      { host: 'gone.example', ips: ['93.184.216.62'], down: 'nxdomain' },
      {
        host: 'members.example',
        ips: ['93.184.216.63'],
        page: { status: 403, title: 'Forbidden', bytes: 500 },
      },
      { host: 'elsewhere.example', ips: ['93.184.216.64'] },
      ...SLOW.map((host, i) => ({
        host,
        ips: [`93.184.217.${i + 1}`],
        page: { delayMs: i < 5 ? 0 : 8_000, title: host, bytes: 500 },
      })),
    ],
    censor: [{ on: 'sni', match: 'cut.example', do: 'reset' }],
    watch: LISTED,
  })
  browser = await launchChromium()
  await configure(LISTED)
  await followSweep(browser.link, await startSweep(browser.link), { signal: AbortSignal.timeout(60_000) })
})
afterAll(async () => {
  await browser?.close()
  await lab?.close()
})

const configure = (urls: readonly string[]) =>
  browser.link.ask('configure', { settings: { country: 'KZ', secondOpinions: true }, urls })
const measured = async (url: string) =>
  (await browser.link.ask<Measurement[]>('history', { store: 'measurements' })).filter((m) => m.url === url)

async function open(page: 'popup' | 'options'): Promise<Page> {
  const tab = await browser.context.newPage()
  const errors: Error[] = []
  tab.on('pageerror', (error) => errors.push(error))
  tab.on('close', () => expect(errors).toEqual([]))
  await tab.setViewportSize(page === 'popup' ? { width: 380, height: 600 } : { width: 900, height: 900 })
  await tab.goto(`chrome-extension://${browser.extensionId}/src/${page}/${page}.html`)
  return tab
}
const rowOf = (page: Page, host: string) => page.locator('.row', { hasText: host })
const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent ?? '')

describe('the popup after a sweep', () => {
  let popup: Page
  beforeAll(async () => {
    popup = await open('popup')
  })
  afterAll(() => popup?.close())

  it('answers in one sentence', async () => {
    await expect
      .poll(() => popup.locator('h1').textContent())
      .toBe('You are online. 1 site looks blocked on this network.')
    expect(await popup.locator('.age').textContent()).toBe('tested just now')
  })

  it.each([
    ['cut.example', /Likely blocked/, /cut off when its name is seen \(TLS\)/, /since \d+:\d\d/],
    ['gone.example', /Down for everyone/, /./, /since \d+:\d\d/],
    // To everyone or only here: that is told by whoever looks from outside.
    ['members.example', /Refused by the site itself|The site itself refuses/, /./, /since \d+:\d\d/],
    ['open.example', /Reachable/, /answers in [\d,]+ ms/, /./],
  ])('shows %s with its status, how, and since when', async (host, ...said) => {
    const text = (await rowOf(popup, host).locator('.said').textContent()) ?? ''
    for (const pattern of said) expect(text).toMatch(pattern)
    expect(await rowOf(popup, host).locator('.day i').count()).toBe(24)
  })

  it('puts trouble first', async () => {
    const hosts = await popup.locator('section .row .host').allTextContents()
    expect(hosts).toEqual(['cut.example', 'gone.example', 'members.example'])
  })

  it('opens the evidence and comes back by keyboard alone, to where it left', async () => {
    await rowOf(popup, 'cut.example').waitFor()
    await popup.locator('body').press('Tab')
    for (let step = 0; step < 12 && !(await focused(popup)).includes('gone.example'); step++)
      await popup.keyboard.press('Tab')
    expect(await focused(popup)).toContain('gone.example')
    for (const back of ['Escape', 'Enter']) {
      await popup.keyboard.press('Enter')
      await popup.locator('.steps li').first().waitFor()
      expect(await popup.locator('h1').textContent()).toBe('gone.example')
      expect(await focused(popup)).toBe('Back')
      await popup.keyboard.press(back)
      await expect.poll(() => focused(popup)).toContain('gone.example')
    }
  })

  it('shows the rules that fired and what was seen', async () => {
    const [look] = await measured('https://cut.example/')
    if (!look) throw new Error('cut.example was not measured')
    await rowOf(popup, 'cut.example').locator('.open').click()
    await popup.locator('.steps li').first().waitFor()
    expect(look.verdict.rules).toContain('tls.cut-on-the-name')
    expect(await popup.locator('.rules code').allTextContents()).toEqual(look.verdict.rules)
    expect(await popup.locator('.rules .saw').count()).toBe(look.verdict.rules.length)
    expect(await popup.locator('.steps > li').count()).toBe(look.observations.length)
    const steps = (await popup.locator('.steps').textContent()) ?? ''
    expect(steps).toContain('Asked for \u2066https://cut.example/\u2069')
    expect(steps).toContain('the connection was broken off (reset)')
    expect(steps).toContain('net::ERR_CONNECTION_RESET')
    expect(steps).toMatch(/Asked \u2066Quad9\u2069 for the address of/)
    expect(steps).toContain('without naming the site')
    expect(await popup.locator('.todo li').count()).toBeGreaterThan(1)
    await popup.keyboard.press('Escape')
    await rowOf(popup, 'cut.example').waitFor()
  })
})

describe('the site in this tab', () => {
  it('is measured when asked, and can be kept', async () => {
    const site = await browser.context.newPage()
    await site.goto(`${ELSEWHERE}private/page?token=1`)
    const popup = await browser.context.newPage()
    await site.bringToFront()
    // The popup's tab stays behind the site's, as a popup stands over the page.
    await popup.goto(`chrome-extension://${browser.extensionId}/src/popup/popup.html`)
    const card = popup.locator('.tab')
    await card.getByText('Not tested yet').waitFor()
    expect(await measured(ELSEWHERE)).toEqual([])
    await card.getByRole('button', { name: 'Check this site' }).click()
    await card.getByText('Reachable').waitFor({ timeout: 20_000 })
    const looks = await measured(ELSEWHERE)
    expect(looks.map((m) => m.verdict.status)).toEqual(['reachable'])
    expect(JSON.stringify(looks)).not.toContain('token')
    await card.getByRole('button', { name: 'Keep testing it' }).click()
    await rowOf(popup, 'elsewhere.example').waitFor({ state: 'attached' })
    await popup.close()
    await site.close()
  })
})

describe('"test now"', () => {
  it('shows progress, and Stop leaves what is finished', async () => {
    await configure(SLOW.map((host) => `https://${host}/`))
    const popup = await open('popup')
    await popup.getByRole('button', { name: 'Test now' }).click()
    const bar = popup.getByRole('progressbar')
    await bar.waitFor()
    // The first five answer at once, the others take their time.
    await expect.poll(() => bar.getAttribute('aria-valuenow'), { timeout: 8_000 }).toBe('5')
    expect(await bar.getAttribute('aria-valuemax')).toBe('18')
    expect(await popup.locator('.sweep').textContent()).toContain('Testing 5 of 18')
    await popup.getByRole('button', { name: 'Stop' }).click()
    await popup.getByRole('button', { name: 'Test now' }).waitFor()
    const latest = await browser.link.ask<{ url: string; verdict: { status: string } }[]>('history', {
      store: 'latest',
    })
    const finished = latest.filter(({ url }) => url.includes('slow-'))
    expect(finished.map(({ verdict }) => verdict.status)).toEqual(Array(5).fill('reachable'))
    expect(await popup.locator('h1').textContent()).toBe('You are online. All 5 sites tested open.')
    await popup.close()
  })
})

describe('a site of the user’s own', () => {
  it('is tested once added in the options, and no more once removed', async () => {
    await configure([])
    const options = await open('options')
    await options.locator('#site').fill('192.168.0.1')
    await options.locator('#site').press('Enter')
    await options.getByText('That is not the address of a public website').waitFor()
    await options.locator('#site').fill('open.example')
    await options.locator('#site').press('Enter')
    const entry = options.locator('.sites li', { hasText: 'open.example' })
    await entry.waitFor()
    const before = (await measured('https://open.example/')).length
    const popup = await open('popup')
    const testNow = popup.getByRole('button', { name: 'Test now' })
    await testNow.click()
    await expect.poll(async () => (await measured('https://open.example/')).length).toBe(before + 1)
    await rowOf(popup, 'open.example').waitFor({ state: 'attached' })
    await entry.getByRole('button', { name: 'Remove' }).click()
    await entry.waitFor({ state: 'detached' })
    await popup.reload()
    await popup.locator('.foot').waitFor()
    expect(await rowOf(popup, 'open.example').count()).toBe(0)
    await popup.close()
    await options.close()
  })
})

describe.each(['light', 'dark'] as const)('axe-core in %s', (colorScheme) => {
  it('finds nothing serious in what a real sweep filled', async () => {
    await configure(LISTED)
    const popup = await open('popup')
    await popup.emulateMedia({ colorScheme })
    await rowOf(popup, 'cut.example').waitFor()
    expect(await seriousFaults(popup)).toEqual([])
    await rowOf(popup, 'cut.example').locator('.open').click()
    await popup.locator('.steps li').first().waitFor()
    expect(await seriousFaults(popup)).toEqual([])
    await popup.close()
    const options = await open('options')
    await options.emulateMedia({ colorScheme })
    await options.locator('.page').waitFor()
    expect(await seriousFaults(options)).toEqual([])
    await options.close()
  })
})
