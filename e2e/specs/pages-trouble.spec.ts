import type { Page } from 'playwright'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { HISTORY_NAME, HISTORY_VERSION } from '../../src/history/schema.ts'
import { agreedSettings, openPreview, type Preview } from '../preview/open-preview.ts'
import { seed } from '../preview/seed.ts'

type Chrome = typeof import('webextension-polyfill')

const NOW = Date.now()
const NEWER = 'The record was written by a newer Fenceline. Update the extension to read it; nothing is lost.'

let preview: Preview
let popup: Page
beforeEach(async () => {
  preview = await openPreview({ language: 'en', access: false, now: NOW })
  await preview.plant(seed('normal', NOW), { local: { settings: agreedSettings(NOW) }, session: {} })
  popup = await preview.newPage()
})
afterEach(() => preview?.close())

const openPopup = async () => {
  await popup.goto(preview.url('src/popup/popup.html'))
  await popup.locator('.foot').waitFor()
}
const notices = () => popup.locator('.notice').allTextContents()
const headline = () => popup.locator('h1').textContent()

interface Deed {
  name: string
  version: number
}

/** In a page of ours that runs nothing: another build's deed, or the user's. */
async function atDesk<T>(deed: (given: Deed) => Promise<T>, version = 99): Promise<T> {
  const desk = await preview.newPage()
  await desk.goto(preview.url('manifest.json'))
  const result = await desk.evaluate(deed, { name: HISTORY_NAME, version })
  await desk.close()
  return result
}
/** With the stores it has: a new one has none. */
const bringTo = ({ name, version }: Deed) =>
  new Promise<void>((resolve, reject) => {
    const opening = indexedDB.open(name, version)
    opening.onsuccess = () => {
      opening.result.close()
      resolve()
    }
    opening.onerror = () => reject(opening.error)
  })
const drop = ({ name }: Deed) =>
  new Promise<void>((resolve, reject) => {
    const dropping = indexedDB.deleteDatabase(name)
    dropping.onsuccess = () => resolve()
    dropping.onerror = () => reject(dropping.error)
  })

describe('a record written by a newer version', () => {
  it('is neither read nor touched, and the popup says what to do', async () => {
    await atDesk(bringTo)
    await openPopup()
    expect(await headline()).toBe('Your record cannot be shown.')
    expect(await notices()).toEqual([NEWER])
    expect(await popup.getByRole('button', { name: 'Test now' }).count()).toBe(0)
    const known = await popup.evaluate(() => indexedDB.databases())
    expect(known).toEqual([{ name: HISTORY_NAME, version: 99 }])
  })

  it('is what the background reports of a sweep that came due, and it is said once', async () => {
    await openPopup()
    expect(await headline()).toContain('3 sites look blocked')
    await atDesk(bringTo)
    await popup.evaluate(async () => {
      const { alarms, storage } = (globalThis as unknown as { chrome: Chrome }).chrome
      await storage.local.set({ jobs: { sweep: Date.now() } })
      await alarms.create('sweep', { when: Date.now() })
    })
    await expect.poll(notices, { timeout: 40_000 }).toEqual([NEWER])
    await popup.reload()
    await popup.locator('.foot').waitFor()
    expect(await notices()).toEqual([NEWER])
  })
})

describe('a record that no page can read', () => {
  const version = () =>
    popup.evaluate(
      async (name) => (await indexedDB.databases()).find((one) => one.name === name)?.version,
      HISTORY_NAME,
    )
  const openOptions = () => popup.goto(preview.url('src/options/options.html'))

  it('gives way to an empty one by the popup, after the second click', async () => {
    await atDesk(bringTo)
    await openPopup()
    await popup.getByRole('button', { name: 'Start over with an empty record' }).click()
    await popup.getByText('Updating Fenceline instead keeps all of it.').waitFor()
    expect(await version()).toBe(99)
    await popup.getByRole('button', { name: 'Delete for good' }).click()
    await expect.poll(headline).toBe('Nothing has been tested yet.')
    expect(await version()).toBe(HISTORY_VERSION)
    expect(await notices()).toEqual([])
  })

  it.each([
    ['written by a newer version', 99, 'written by a newer Fenceline'],
    ['damaged', HISTORY_VERSION, 'The browser cannot read the record'],
  ])('%s: the options say so, and delete it all the same', async (_what, left, said) => {
    if (left !== 99) await atDesk(drop)
    await atDesk(bringTo, left)
    await openOptions()
    await popup.locator('.notice', { hasText: said }).waitFor()
    await popup.getByRole('button', { name: 'Delete what was measured' }).click()
    await popup.getByRole('button', { name: 'Delete for good' }).click()
    await popup.getByText('Deleted.', { exact: true }).waitFor()
    expect(await version()).toBe(HISTORY_VERSION)
    expect(await notices()).toEqual([])
  })

  it.each(['options', 'compare', 'export'])('is waited for while it is updated (%s)', async (page) => {
    await atDesk(drop)
    await atDesk(bringTo, 1)
    await popup.goto(preview.url(`src/${page}/${page}.html`))
    const notice = popup.getByText('The record is being updated.')
    await notice.waitFor()
    await atDesk(drop)
    await notice.waitFor({ state: 'detached' })
  })
})

describe('no record', () => {
  it('is an invitation, and looking does not make one', async () => {
    await atDesk(drop)
    await openPopup()
    expect(await headline()).toBe('Nothing has been tested yet.')
    expect(await notices()).toEqual([])
    expect(await popup.evaluate(() => indexedDB.databases())).toEqual([])
  })
})

describe('a record the browser never opens', () => {
  it('is told from an empty one', async () => {
    await popup.addInitScript(() => {
      // An extension update can leave the browser so (see HistoryErrorCode): the request is never answered.
      IDBFactory.prototype.open = () => Object.setPrototypeOf(new EventTarget(), IDBOpenDBRequest.prototype)
    })
    await popup.goto(preview.url('src/popup/popup.html'))
    await popup.locator('.notice').waitFor({ timeout: 20_000 })
    expect(await notices()).toEqual([
      'The browser does not open the record. Restart the browser; nothing is lost.',
    ])
    expect(await headline()).toBe('Your record cannot be shown.')
  })
})

describe('a sweep that could not be kept', () => {
  it('says what to do, beside what is known, until one was', async () => {
    await openPopup()
    expect(await notices()).toEqual([])
    for (const [problem, said] of [
      ['quota', /The disk is full.*Free some space, then test again/],
      ['blocked', /Close Fenceline’s other pages/],
      ['corrupt', /Restart the browser/],
      ['failed', /could not be finished\. Test again.*restart the browser/],
    ] as const) {
      await publish(problem)
      await expect.poll(notices).toEqual([expect.stringMatching(said)])
      expect(await headline()).toContain('3 sites look blocked')
      await publish(null)
      await expect.poll(notices).toEqual([])
    }
  })
})

describe('a record that the browser threw away', () => {
  const LOST = /began a new, empty record/
  const findLost = (at: number) =>
    popup.evaluate(async (found) => {
      const { storage } = (globalThis as unknown as { chrome: Chrome }).chrome
      await storage.local.set({ 'record-lost': found })
    }, at)

  it('is said so, at once and for a week', async () => {
    await openPopup()
    await findLost(NOW)
    await expect.poll(notices).toEqual([expect.stringMatching(LOST)])
    await openPopup()
    await expect.poll(notices).toEqual([expect.stringMatching(LOST)])
    await findLost(NOW - 8 * 86_400_000)
    await expect.poll(notices).toEqual([])
  })
})

/** As the background does. */
const publish = (problem: string | null) =>
  popup.evaluate(async (found) => {
    const { storage } = (globalThis as unknown as { chrome: Chrome }).chrome
    await storage.session.set({ problem: found })
  }, problem)
