import type { Page } from 'puppeteer-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LaunchedFirefox, launchFirefox } from '../browsers/firefox.ts'
import { followSweep, startSweep } from '../browsers/session.ts'
import { openSpecWorld, type SpecWorld } from './lab/open-world.ts'

/** Firefox gives each installation another address; this preference pins it. */
const UUID = '5b1f3c0e-7a52-4d8e-9d53-0c6f2f7f2a11'
const PINNED = JSON.stringify({ 'fenceline@fenceline.invalid': UUID })

let lab: SpecWorld
let firefox: LaunchedFirefox
const errors: string[] = []

beforeAll(async () => {
  lab = await openSpecWorld('pages-firefox', {
    sites: ['cut.example', 'open.example'].map((host, i) => ({ host, ips: [`93.184.216.${60 + i}`] })),
    censor: [{ on: 'sni', match: 'cut.example', do: 'reset' }],
    watch: ['https://cut.example/', 'https://open.example/'],
  })
  firefox = await launchFirefox({
    // Without it Firefox refuses to lead a driven tab to an extension's page.
    args: ['--remote-allow-system-access'],
    preferences: { 'extensions.webextensions.uuids': PINNED },
  })
  const urls = ['https://cut.example/', 'https://open.example/']
  await firefox.link.ask('configure', { settings: { country: 'KZ', secondOpinions: true }, urls })
  await followSweep(firefox.link, await startSweep(firefox.link), { signal: AbortSignal.timeout(90_000) })
})
afterAll(async () => {
  await firefox?.close()
  await lab?.close()
})

async function open(path: string): Promise<Page> {
  const page = await firefox.browser.newPage()
  page.on('pageerror', (error) => errors.push(String(error)))
  page.on('console', (line) => line.type() === 'error' && errors.push(line.text()))
  // Firefox never reports such a navigation as finished; what the page shows does.
  page.goto(`moz-extension://${UUID}/${path}`).catch(() => {})
  return page
}
const shown = (page: Page, selector: string) =>
  page.evaluate((at) => document.querySelector(at)?.textContent ?? null, selector)

describe('in Firefox', () => {
  it('the popup answers, and opens the evidence and comes back', async () => {
    const popup = await open('src/popup/popup.html')
    await expect
      .poll(() => shown(popup, 'h1'), { timeout: 15_000 })
      .toBe('You are online. 1 site looks blocked on this network.')
    expect(await shown(popup, 'section .row .host')).toBe('cut.example')
    expect(await shown(popup, 'section .row .said')).toMatch(/Likely blocked.*cut off when its name is seen/)
    const press = (selector: string) =>
      popup.evaluate((at) => document.querySelector<HTMLElement>(at)?.click(), selector)
    await press('section .row .open')
    await expect.poll(() => shown(popup, '.rules code')).toMatch(/^tls\./)
    expect(await shown(popup, 'h1')).toBe('cut.example')
    expect(await shown(popup, '.steps')).toContain('NS_ERROR_NET_RESET')
    await press('.back')
    await expect.poll(() => shown(popup, 'h1')).toMatch(/^You are online/)
    await popup.close()
  })

  it.each([
    ['options', 'Options', '#interval'],
    ['welcome', 'Is it me, the site, or my operator?', '#group-news'],
  ])('the %s page stands', async (name, title, control) => {
    const page = await open(`src/${name}/${name}.html`)
    await expect.poll(() => shown(page, 'h1'), { timeout: 15_000 }).toBe(title)
    expect(await page.evaluate((at) => document.querySelector(at) !== null, control)).toBe(true)
    await page.close()
  })

  it('no page reports an error', () => {
    expect(errors).toEqual([])
  })
})
