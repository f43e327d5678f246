import type { Page } from 'playwright'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { HISTORY_NAME } from '../../src/history/schema.ts'
import type { Settings } from '../../src/settings/settings.ts'
import { agreedSettings, openPreview, type Preview } from '../preview/open-preview.ts'
import { seed } from '../preview/seed.ts'
import { NOW } from '../preview/shots.ts'

let preview: Preview
let page: Page

beforeAll(async () => {
  preview = await openPreview({ language: 'en', access: true, now: NOW })
})
afterAll(() => preview?.close())

/** Nothing of this asks anybody: testing is paused. */
beforeEach(async () => {
  await page?.close()
  const planted = seed('normal', NOW)
  const own = {
    id: 'https://own.example/',
    url: 'https://own.example/',
    category: 'CUSTOM',
    group: 'custom' as const,
    sensitive: false,
    enabled: true,
    addedAt: NOW,
  }
  const settings = { ...agreedSettings(NOW), paused: true }
  await preview.plant(
    { ...planted, targets: [...planted.targets, own] },
    { local: { settings }, session: {} },
  )
  page = await preview.newPage()
  await page.goto(preview.url('src/options/options.html'))
  await page.getByText('single looks are kept').waitFor()
})

const kept = () =>
  page.evaluate(async () => {
    const { chrome } = globalThis as unknown as { chrome: typeof import('webextension-polyfill') }
    return ((await chrome.storage.local.get('settings')) as { settings?: Settings }).settings ?? null
  })
const rows = (store: string) =>
  page.evaluate(
    async ([name = '', from = '']) => {
      const db = await new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open(name)
        opening.onsuccess = () => resolve(opening.result)
        opening.onerror = () => reject(opening.error)
      })
      const all = await new Promise<unknown[]>((resolve) => {
        const asking = db.transaction(from).objectStore(from).getAll()
        asking.onsuccess = () => resolve(asking.result)
      })
      db.close()
      return all
    },
    [HISTORY_NAME, store],
  )

describe('what may be used', () => {
  it('is chosen, and kept', async () => {
    await page.locator('#daily-size').selectOption('50')
    await page.locator('#daily-requests').selectOption('5000')
    await page.locator('#metered').selectOption('pause')
    await page.locator('#quiet-on-vpn').check()
    await expect
      .poll(kept)
      .toMatchObject({ dailyMegabytes: 50, dailyRequests: 5000, onMetered: 'pause', quietOnVpn: true })
  })

  it('is told beside what was used today', async () => {
    await page.getByText('Nothing was used today.').waitFor()
    await page.evaluate(async () => {
      const { storage } = (globalThis as unknown as { chrome: typeof import('webextension-polyfill') }).chrome
      await storage.local.set({ spent: { day: '2026-01-14', requests: 1234, bytes: 12_300_000 } })
    })
    await page.getByText('Used today: 12.3 MB, 1,234 requests.').waitFor()
  })

  it('of one site is chosen for it alone', async () => {
    const pace = page.getByLabel('How often to test own.example')
    expect(await pace.inputValue()).toBe('')
    await pace.selectOption('1440')
    const own = async () =>
      (await rows('targets')).find((row) => (row as { id: string }).id === 'https://own.example/')
    await expect.poll(own).toMatchObject({ intervalMinutes: 1440 })
    await pace.selectOption('')
    await expect.poll(own).not.toHaveProperty('intervalMinutes')
  })
})

describe('what is kept', () => {
  it('is chosen, with its size told', async () => {
    expect(await page.getByText('All of Fenceline takes about').textContent()).toMatch(/about [\d.,]+ [kM]?B/)
    await page.locator('#keep-days').selectOption('90')
    await page.locator('#keep-size').selectOption('100')
    await expect.poll(kept).toMatchObject({ keepDays: 90, keepMegabytes: 100 })
    await page.locator('#keep-history').uncheck()
    await expect.poll(kept).toMatchObject({ keepHistory: false })
    expect(await page.locator('#keep-days').count()).toBe(0)
  })

  it('names the networks, in words that can be changed', async () => {
    const name = page.getByLabel('Your name for Alatau Mobile')
    expect(await name.inputValue()).toBe('phone')
    await name.fill('')
    await name.press('Enter')
    const labels = async () => (await rows('networks')).map((row) => (row as { label: string | null }).label)
    await expect.poll(labels).toEqual([null, null, null])
    await page.getByLabel('Your name for Steppe Telecom').fill('home')
    await page.getByLabel('Your name for Steppe Telecom').press('Enter')
    await expect.poll(labels).toContain('home')
  })

  it('is deleted by the second click, settings and sites apart', async () => {
    await page.getByRole('button', { name: 'Delete what was measured' }).click()
    await page.getByText('Your sites, settings and agreement stay.').waitFor()
    await page.getByRole('button', { name: 'Do not delete' }).click()
    expect((await rows('measurements')).length).toBeGreaterThan(10)
    await page.getByRole('button', { name: 'Delete what was measured' }).click()
    await page.getByRole('button', { name: 'Delete for good' }).click()
    await page.getByText('Deleted.', { exact: true }).waitFor()
    for (const store of ['measurements', 'latest', 'rollups', 'outages', 'networks', 'ticks']) {
      expect([store, await rows(store)]).toEqual([store, []])
    }
    expect((await rows('targets')).length).toBeGreaterThan(10)
    expect((await kept())?.consent).not.toBeNull()
    await page.getByText('No look is kept.').waitFor()
  })

  it('is deleted with all the rest', async () => {
    await page.getByRole('button', { name: 'Delete everything' }).click()
    await page.getByRole('button', { name: 'Delete for good' }).click()
    await page.getByText('Nothing is tested until you agree.').waitFor()
    expect((await kept())?.consent ?? null).toBeNull()
  })
})
