import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LaunchedChromium, launchChromium } from '../browsers/chromium.ts'
import { seriousFaults } from '../preview/axe.ts'
import { openSpecWorld, type SpecWorld } from './lab/open-world.ts'

const CUT = 'https://cut.example/'
const OPEN = 'https://open.example/'

let lab: SpecWorld
let browser: LaunchedChromium
beforeAll(async () => {
  lab = await openSpecWorld('compare', {
    sites: [
      { host: 'cut.example', ips: ['93.184.216.60'] },
      { host: 'open.example', ips: ['93.184.216.61'] },
    ],
    censor: [{ on: 'sni', match: 'cut.example', do: 'reset', at: 'metro' }],
    networks: [
      { id: 'metro', asn: 9198, cc: 'KZ' },
      { id: 'cell', asn: 29_355, cc: 'KZ' },
    ],
    watch: [CUT, OPEN],
  })
  browser = await launchChromium()
  await browser.link.ask('configure', {
    settings: { country: 'KZ', secondOpinions: true },
    urls: [CUT, OPEN],
  })
})
afterAll(async () => {
  await browser?.close()
  await lab?.close()
})

async function openPage(query = ''): Promise<Page> {
  const tab = await browser.context.newPage()
  const errors: Error[] = []
  tab.on('pageerror', (error) => errors.push(error))
  tab.on('close', () => expect(errors).toEqual([]))
  await tab.setViewportSize({ width: 900, height: 1000 })
  await tab.goto(`chrome-extension://${browser.extensionId}/src/compare/compare.html${query}`)
  return tab
}

describe('comparing two networks', () => {
  it('leads from one network to the other, by keyboard and words alone', async () => {
    const page = await openPage()
    const press = async (name: string) => {
      const button = page.getByRole('button', { name, exact: true, disabled: false })
      await button.focus()
      await button.press('Enter')
    }
    const says = (text: string | RegExp) => page.getByText(text).first().waitFor({ timeout: 40_000 })

    await press('Ask which network this is')
    await says('JSC Kazakhtelecom')
    await page.getByRole('textbox', { name: 'Your name for this network' }).fill('home')
    await press('Save')
    await says('home · JSC Kazakhtelecom')
    await press('Test now')
    await says(/tested just now/)
    await press('Keep this and go on')

    await press('I have switched')
    await says(/This is still .*home/)
    await lab.world.useNetwork('cell')
    // The browser's own word may come first, and then nobody needs to press it.
    void press('I have switched').catch(() => {})
    await says('Kcell JSC')
    await press('Test now')

    const pair = page.locator('.pairs > li').filter({ hasText: 'cut.example' })
    await pair
      .getByText(/consistent with a block by .*Kazakhtelecom.* or behind it/)
      .waitFor({ timeout: 40_000 })
    const order = await page.locator('.pairs .host').allTextContents()
    expect(order).toEqual(['cut.example'])
    await page.getByText('Opens on both (1)').click()
    expect(await page.locator('.hosts li').allTextContents()).toEqual(['open.example'])
    expect(await seriousFaults(page)).toEqual([])
    await page.close()
  })

  it('shows any two that were seen, from the page’s own choice or its address', async () => {
    const page = await openPage('?a=as29355-kz&b=as9198-kz')
    await page.getByText(/consistent with a block by .*Kazakhtelecom/).waitFor({ timeout: 10_000 })
    expect(await page.getByLabel('First network').inputValue()).toBe('as29355-kz')
    await page.getByLabel('Second network').selectOption('')
    await page.locator('.pairs').waitFor({ state: 'detached' })
    await page.close()
  })
})
