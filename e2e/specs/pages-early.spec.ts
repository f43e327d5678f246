import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LaunchedChromium, launchChromium } from '../browsers/chromium.ts'
import { openSpecWorld, type SpecWorld } from './lab/open-world.ts'

const SILENT = 'https://hushed.example/'
/** Finished at once: what it cost is the first that the bar can tell. */
const OPEN = 'https://open.example/'

let lab: SpecWorld
let browser: LaunchedChromium

beforeAll(async () => {
  lab = await openSpecWorld('pages-early', {
    sites: [
      { host: 'hushed.example', ips: ['93.184.216.70'] },
      { host: 'open.example', ips: ['93.184.216.71'] },
    ],
    censor: [{ on: 'sni', match: 'hushed.example', do: 'drop' }],
    watch: [SILENT, OPEN],
  })
  browser = await launchChromium()
  await browser.link.ask('configure', {
    settings: { country: 'KZ', secondOpinions: true },
    urls: [SILENT, OPEN],
  })
})
afterAll(async () => {
  await browser?.close()
  await lab?.close()
})

describe('a site that answers nothing', () => {
  it('has a first word while it is looked into, marked as such, with the cost; then the result in its place', async () => {
    const popup = await browser.context.newPage()
    await popup.goto(`chrome-extension://${browser.extensionId}/src/popup/popup.html`)
    await popup.getByRole('button', { name: 'Test now' }).click()
    const early = popup.locator('[aria-labelledby=early]')
    await early.waitFor({ timeout: 20_000 })
    const said = (await early.textContent()) ?? ''
    expect(said).toContain('hushed.example')
    expect(said).toMatch(/So far: .+ · still checking/)
    expect(await popup.locator('.spent').textContent()).toMatch(/^\d+ requests? · /)
    // One place a site: never its last result beside the word on the present look.
    expect(await popup.locator('.row', { hasText: 'hushed.example' }).count()).toBe(1)
    await early.waitFor({ state: 'detached', timeout: 60_000 })
    const row = popup.locator('.row', { hasText: 'hushed.example' })
    await row.getByText(/blocked/).waitFor()
    expect(await row.textContent()).not.toContain('still checking')
    await row.locator('.open').click()
    await popup.locator('.steps li').first().waitFor()
    expect(await popup.locator('.facts').textContent()).toMatch(/It cost\s*\d+ requests · /)
    await popup.close()
  })
})
