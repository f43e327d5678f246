import type { Page } from 'playwright'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { CONTROL_HELPERS } from '../../src/measure/parties.ts'
import { CONSENT_TEXT_VERSION } from '../../src/settings/consent.ts'
import type { Settings } from '../../src/settings/settings.ts'
import { agreedSettings, openPreview, type Preview } from '../preview/open-preview.ts'
import { seed } from '../preview/seed.ts'

const NOW = Date.UTC(2026, 0, 14, 9, 30)
const BUILT_IN = CONTROL_HELPERS.map(({ url }) => url)
const KEY = `${'A'.repeat(43)}=`

let preview: Preview
let page: Page

beforeAll(async () => {
  preview = await openPreview({ language: 'en', access: true, now: NOW })
})
afterAll(() => preview?.close())

/** Nothing of this asks anybody: testing is paused. */
async function show(name: 'options' | 'popup' | 'welcome', changes: Partial<Settings> = {}): Promise<void> {
  await page?.close()
  const settings = { ...agreedSettings(NOW), paused: true, ...changes }
  await preview.plant(seed('normal', NOW), { local: { settings }, session: {} })
  page = await preview.newPage()
  await page.goto(preview.url(`src/${name}/${name}.html`))
  await page.locator(name === 'popup' ? '.foot' : '.page').waitFor()
}
const kept = () =>
  page.evaluate(async () => {
    const { chrome } = globalThis as unknown as { chrome: typeof import('webextension-polyfill') }
    return ((await chrome.storage.local.get('settings')) as { settings: Settings }).settings
  })
const helpers = async () => (await kept()).controlHelpers
const focusedName = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))

describe('control helpers', () => {
  beforeEach(() => show('options'))

  it('can be nobody, and the built-in ones again', async () => {
    await page.locator('#helpers-none').check()
    await expect.poll(helpers).toEqual([])
    expect(await page.locator('.parties').first().textContent()).not.toContain('0.th.ooni.org')
    await page.locator('#helpers-builtin').check()
    await expect.poll(helpers).toBeNull()
    expect(await page.locator('.parties').first().textContent()).toContain('0.th.ooni.org')
  })

  it('begin an own list with the built-in ones, to be put in order by keyboard', async () => {
    await page.locator('#helpers-own').check()
    await expect.poll(helpers).toEqual(BUILT_IN)
    const later = page.getByRole('button', { name: 'Ask 0.th.ooni.org later' })
    await later.focus()
    await page.keyboard.press('Enter')
    await expect.poll(async () => (await helpers())?.[1]).toBe(BUILT_IN[0])
    // The keyboard stays with the helper that moved.
    await expect.poll(focusedName).toBe('Ask 0.th.ooni.org later')
    await page.keyboard.press('Enter')
    await expect.poll(async () => (await helpers())?.[2]).toBe(BUILT_IN[0])
    await expect.poll(focusedName).toBe('Ask 0.th.ooni.org earlier')
  })

  it('are taken only as https addresses, each once', async () => {
    await page.locator('#helpers-own').check()
    await expect.poll(helpers).toEqual(BUILT_IN)
    await page.locator('#helper').fill('http://helper.example/')
    await page.locator('#helper').press('Enter')
    await page.getByText('It must be a full address that begins with https://').waitFor()
    expect(await helpers()).toEqual(BUILT_IN)
    await page.locator('#helper').fill('https://helper.example')
    await page.locator('#helper').press('Enter')
    await expect.poll(helpers).toEqual([...BUILT_IN, 'https://helper.example/'])
    await page.locator('#helper').fill('https://helper.example/')
    await page.locator('#helper').press('Enter')
    await page.getByText('This helper is already on the list.').waitFor()
    await page.getByRole('button', { name: 'Remove helper.example' }).click()
    await expect.poll(helpers).toEqual(BUILT_IN)
  })

  it('removed to the last leave an own list that is empty, and say so', async () => {
    await show('options', { controlHelpers: ['https://helper.example/'] })
    await page.locator('#helpers-none').check()
    await expect.poll(helpers).toEqual([])
    await page.locator('#helpers-own').check()
    await expect.poll(helpers).toEqual(['https://helper.example/'])
    await page.getByRole('button', { name: 'Remove helper.example' }).click()
    await page.getByText('The list is empty').waitFor()
    expect(await page.locator('#helpers-own').isChecked()).toBe(true)
    expect(await helpers()).toEqual([])
  })
})

describe('the collector’s list', () => {
  beforeEach(() => show('options'))
  const fill = async (url: string, key: string) => {
    await page.locator('#snapshot-url').fill(url)
    await page.locator('#snapshot-key').fill(key)
    await page.locator('#snapshot-key').press('Enter')
  }

  it('needs an address and a key', async () => {
    await fill('collector.example', KEY)
    await page.getByText('It must be a full address').waitFor()
    await fill('https://collector.example/control/snapshot', 'short')
    await page.getByText('The key has 44 characters').waitFor()
    expect((await kept()).snapshot).toBeNull()
  })

  it('is kept, named among the parties, and can be given up', async () => {
    await fill('https://collector.example/control/snapshot', KEY)
    await page.locator('#snapshot-said', { hasText: 'Saved' }).waitFor()
    expect((await kept()).snapshot).toEqual({ url: 'https://collector.example/control/snapshot', key: KEY })
    expect(await page.locator('.parties').first().textContent()).toContain('collector.example')
    await page.getByRole('button', { name: 'Use no list' }).click()
    await expect.poll(async () => (await kept()).snapshot).toBeNull()
    expect(await page.locator('#snapshot-url').inputValue()).toBe('')
  })
})

describe('the transfer test', () => {
  it('is off until it is given a size, and says what a month of it comes to', async () => {
    await show('options')
    expect(await page.locator('#transfer').inputValue()).toBe('0')
    await page.locator('#transfer').selectOption('20')
    await page.getByText('up to 600 MB in a month').waitFor()
    expect((await kept()).transferMegabytes).toBe(20)
  })
})

describe('known block pages', () => {
  const HEADER =
    'name,scope,location_found,pattern_type,pattern,confidence_no_fp,expected_countries,source,exp_url,notes'
  const choose = (name: string, text: string) =>
    page.locator('#fingerprints').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })

  it('are imported from the user’s own file, and removed', async () => {
    await show('options')
    await page.getByText('No list is in use.').waitFor()
    const row = 'ours.block,isp,body,contains,This page is blocked by order of nobody at all,5,KZ,lab,,'
    await choose('fingerprints_http.csv', `${HEADER}\n${row}\n`)
    await page.getByText('1 mark in use').first().waitFor()
    await page.getByText('fingerprints_http.csv').waitFor()
    await page.reload()
    await page.getByText('1 mark in use').first().waitFor()
    await page.getByRole('button', { name: 'Remove the list' }).click()
    await page.getByText('No list is in use.').waitFor()
  })

  it('of another file are refused in words', async () => {
    await show('options')
    await choose('notes.csv', 'one,two\n1,2\n')
    await page.getByText('The table lacks columns').waitFor()
    await page.getByText('No list is in use.').waitFor()
  })
})

describe('an agreement to the text before this one', () => {
  const older = { consent: { at: NOW, textVersion: CONSENT_TEXT_VERSION - 1 } }

  it('is told in the popup, with the way to the new text', async () => {
    await show('popup', older)
    await page.getByText('It asks none of the new ones').waitFor()
    const opened = preview.browser.context.waitForEvent('page')
    await page.getByRole('button', { name: 'Read and agree again' }).click()
    const welcome = await opened
    await welcome.getByText('New since you agreed').waitFor()
    await welcome.close()
  })

  it('ends with the new one', async () => {
    await show('welcome', older)
    await page.getByRole('button', { name: 'I agree: all sites' }).click()
    await page.getByRole('heading', { name: 'Ready' }).waitFor()
    expect((await kept()).consent?.textVersion).toBe(CONSENT_TEXT_VERSION)
  })

  it('does not trouble who has second opinions off, or has agreed already', async () => {
    await show('popup', { ...older, secondOpinions: false })
    await page.locator('.row').first().waitFor({ state: 'attached' })
    expect(await page.getByText('It asks none of the new ones').count()).toBe(0)
    await show('popup')
    await page.locator('.row').first().waitFor({ state: 'attached' })
    expect(await page.getByText('It asks none of the new ones').count()).toBe(0)
  })
})
