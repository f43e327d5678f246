import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { agreedSettings, openPreview, type Preview } from '../preview/open-preview.ts'
import { type SeedState, seed } from '../preview/seed.ts'
import { HERE, onNetwork } from '../preview/seed-networks.ts'
import { NOW } from '../preview/shots.ts'

type Chrome = typeof import('webextension-polyfill')

let preview: Preview
let popup: Page

beforeAll(async () => {
  preview = await openPreview({ language: 'en', access: true, now: NOW })
})
afterAll(() => preview?.close())

interface Shown {
  local?: Record<string, unknown>
  session?: Record<string, unknown>
}

/** Nothing of this asks anybody: testing is off, which the popup is not told. */
async function show(state: SeedState, { local = {}, session = {} }: Shown = {}): Promise<void> {
  await popup?.close()
  const settings = { ...agreedSettings(NOW), secondOpinions: false }
  await preview.plant(seed(state, NOW), { local: { settings, ...local }, session })
  popup = await preview.newPage()
  await popup.goto(preview.url('src/popup/popup.html'))
  await popup.locator('.foot').waitFor()
}
const headline = () => popup.locator('h1').textContent()
/** Without the marks that keep names left to right. */
const told = async () =>
  (await popup.locator('.told li').allTextContents()).map((line) => line.replaceAll(/[\u2066\u2069]/g, ''))
/** As the background does after each heartbeat. */
const tell = (link: object) =>
  popup.evaluate(async (told) => {
    const { storage } = (globalThis as unknown as { chrome: Chrome }).chrome
    await storage.session.set({ link: told })
  }, link)
const focused = () => popup.evaluate(() => document.activeElement?.textContent ?? '')
const chip = () => popup.locator('.chip').textContent()

describe('the connection', () => {
  it('cut off from abroad: since when, what still answers, how much of ordinary', async () => {
    await show('outage')
    await popup.locator('.told li').first().waitFor()
    expect(await headline()).toBe('Nothing abroad answers. Sites inside the country do.')
    const [since, worked, level, ...more] = await told()
    expect(since).toMatch(/^It began between 8:25\sAM and 8:30\sAM\.$/)
    expect(worked).toMatch(/^What still answered: .*kaspi\.kz/)
    expect(level).toBe('43% of ordinary: that is how much of what usually answers at this hour answers now.')
    expect(more).toEqual([])
  })

  it('lost: what nobody watched is told from what was offline', async () => {
    await show('offline')
    await popup.locator('.told li').first().waitFor()
    expect(await headline()).toBe('You are offline.')
    const [since, unwatched] = await told()
    expect(since).toMatch(/^It began between 10:25\sAM and 10:30\sAM\.$/)
    expect(unwatched).toMatch(/^For 2 hours of it nobody watched/)
  })

  it('back again: when it was gone, beside what was found since', async () => {
    await show('restored')
    await popup.locator('.told li').first().waitFor()
    expect(await headline()).toContain('3 sites look blocked')
    expect((await told())[0]).toMatch(
      /^Earlier you were offline\. It began between .+ and .+ and ended between/,
    )
  })

  it('is told where no history is kept, as it was last seen', async () => {
    const seen = (connectivity: string, networkId = HERE) => ({ at: NOW - 60_000, connectivity, networkId })
    await show('empty', { session: { link: seen('national-only') } })
    expect(await headline()).toBe('Nothing abroad answers. Sites inside the country do.')
    await tell(seen('offline'))
    await expect.poll(headline).toBe('You are offline.')
    // Of where we are now it says nothing.
    await tell(seen('national-only', 'as64003-nl-vpn'))
    await expect.poll(headline).toBe('Nothing has been tested on this network yet.')
  })

  it('all well: nothing is told', async () => {
    await show('normal')
    await popup.locator('.menu').waitFor()
    expect(await told()).toEqual([])
  })
})

describe('the network', () => {
  it('is named beside the headline, with a VPN told', async () => {
    await show('normal')
    expect(await chip()).toBe('Steppe Telecom')
    await show('normal', { local: onNetwork('as64003-nl-vpn', NOW) })
    expect(await chip()).toBe('Tulip Hosting · VPN or proxy')
    expect(await headline()).toBe('Nothing has been tested on this network yet.')
  })

  it('may be unknown', async () => {
    await show('normal', { local: { networks: null } })
    expect(await chip()).toBe('Network unknown')
    await popup.locator('.menu .btn').click()
    // Every network that nobody knows would get the name.
    expect(await popup.getByRole('button', { name: 'Name this network' }).count()).toBe(0)
  })

  it('gets the user’s own name, by keyboard alone', async () => {
    await show('normal')
    const more = popup.getByRole('button', { name: 'More' })
    await more.focus()
    await popup.keyboard.press('Enter')
    await popup.getByRole('button', { name: 'Compare two networks' }).waitFor()
    expect(await more.getAttribute('aria-expanded')).toBe('true')
    await popup.keyboard.press('Escape')
    await expect.poll(() => more.getAttribute('aria-expanded')).toBe('false')
    expect(await focused()).toBe('More')
    await popup.keyboard.press('Enter')
    await popup.getByRole('button', { name: 'Name this network' }).press('Enter')
    await popup.getByRole('textbox', { name: 'Your name for this network' }).waitFor()
    await popup.keyboard.type('home')
    await popup.keyboard.press('Enter')
    await expect.poll(chip).toBe('home · Steppe Telecom')
    expect(await focused()).toBe('More')
  })
})

describe('the menu', () => {
  it.each([
    ['Compare two networks', 'src/compare/compare.html', 'Compare two networks'],
    ['Save or restore the record', 'src/export/export.html', 'Save or restore the record'],
  ])('leads on: %s', async (name, path, title) => {
    await show('normal')
    await popup.getByRole('button', { name: 'More' }).click()
    const coming = preview.browser.context.waitForEvent('page')
    await popup.getByRole('button', { name }).click()
    const page = await coming
    await page.waitForURL(preview.url(path))
    await page.getByRole('heading', { name: title, level: 1 }).waitFor()
    await page.close()
  })
})

describe('background tests that rest', () => {
  it('say why and until when, and stop saying it', async () => {
    await show('normal', { session: { resting: { why: 'budget', until: NOW + 9.5 * 3_600_000 } } })
    const notice = popup.locator('.notice.calm')
    await notice.waitFor()
    expect(await notice.textContent()).toMatch(
      /limit for background tests is used up.*They go on at .*Test now/,
    )
    await popup.evaluate(async () => {
      const { storage } = (globalThis as unknown as { chrome: Chrome }).chrome
      await storage.session.set({ resting: null })
    })
    await notice.waitFor({ state: 'detached' })
  })
})

describe('a full disk', () => {
  it('can be helped from the popup: the oldest looks go', async () => {
    await show('normal', { session: { problem: 'quota', 'waiting-looks': [{}, {}] } })
    await popup.getByText('2 results wait to be stored.').waitFor()
    await popup.getByRole('button', { name: 'Remove the oldest looks' }).click()
    await popup.getByText(/^\d+ old looks? removed\.$/).waitFor()
  })
})

describe('a record that cannot be read', () => {
  it('is given up only after the second click, and what is lost is said before it', async () => {
    await show('normal', { session: { problem: 'corrupt' } })
    const over = popup.getByRole('button', { name: 'Start over with an empty record' })
    await over.click()
    await popup.getByText('are then lost for good').waitFor()
    // Enter twice keeps the record.
    await expect.poll(focused).toBe('Do not delete')
    await popup.keyboard.press('Enter')
    await over.waitFor()
    expect(await popup.locator('.row').count()).toBeGreaterThan(10)
    await over.click()
    await popup.getByRole('button', { name: 'Delete for good' }).click()
    await expect.poll(headline).toBe('Nothing has been tested yet.')
  })
})
