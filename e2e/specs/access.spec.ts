import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { HistoryEvent, Latest, Measurement, Sweep } from '../../src/history/records.ts'
import { partyOrigins } from '../../src/watchlist/party-origins.ts'
import { type LaunchedChromium, launchChromium } from '../browsers/chromium.ts'
import { followSweep, startSweep } from '../browsers/session.ts'
import { addFirstSite, addSites, chooseAccess, openExtensionsPage } from '../browsers/site-access.ts'
import { openSpecWorld, type SpecWorld } from './lab/open-world.ts'

const OPEN = 'https://open.example/'
const BLOCKED = 'https://blocked.example/'
const UNLISTED = 'https://unlisted.example/'
const urls = [OPEN, BLOCKED, UNLISTED]
// No control helper: it would knock at the sites' servers too, which are counted here.
const settings = { country: 'KZ', secondOpinions: true, customResolver: null, controlHelpers: [] }

let lab: SpecWorld
let browser: LaunchedChromium
beforeAll(async () => {
  lab = await openSpecWorld('access', {
    sites: urls.map((url, i) => ({ host: new URL(url).host, ips: [`151.101.0.${i + 1}`] })),
    censor: [{ on: 'sni', match: 'blocked.example', do: 'reset' }],
    watch: urls,
  })
  browser = await launchChromium()
  await browser.link.ask('configure', { settings, urls })
})
afterAll(async () => {
  await browser?.close()
  await lab?.close()
})

const all = <T>(store: string) => browser.link.ask<T[]>('history', { store })
/** Where each target stands: `status mechanism|reason confidence`. */
const standing = async () =>
  Object.fromEntries(
    (await all<Latest>('latest')).map(({ url, verdict: v }) => [
      url,
      [v.status, v.mechanism ?? v.reason, v.confidence].filter(Boolean).join(' '),
    ]),
  )
const lookAt = async (url: string) =>
  (await all<Measurement>('measurements')).filter((m) => m.url === url).at(-1)
const idle = () =>
  expect
    .poll(async () => (await all<Sweep>('sweeps')).every(({ state }) => state !== 'running'), {
      timeout: 30_000,
    })
    .toBe(true)
/** Connections that reached the blocked site's server: only those that do not say its name can. */
const reached = async () => (await lab.world.counters()).outside['blocked.example']?.connections ?? 0

const everything = {
  [OPEN]: 'reachable',
  [BLOCKED]: 'blocked tls-sni likely',
  [UNLISTED]: 'reachable',
}
const nothing = Object.fromEntries(urls.map((url) => [url, 'untested permission']))

describe("host access, changed on the browser's own page", () => {
  it('given for all sites: the layer is isolated', async () => {
    const sweepId = await startSweep(browser.link)
    await followSweep(browser.link, sweepId, { signal: AbortSignal.timeout(60_000) })
    expect(await standing()).toEqual(everything)
    expect(await reached()).toBeGreaterThan(0)
  })

  it('revoked: noticed without a sweep being asked for, and nothing counts as failed', async () => {
    const before = await lab.world.counters()
    const page = await openExtensionsPage(browser)
    await chooseAccess(page, 'ON_CLICK')
    await expect.poll(standing, { timeout: 20_000 }).toEqual(nothing)
    await idle()
    await page.close()
    expect(await all<HistoryEvent>('events')).toEqual([])
    // Nobody was asked anything: not the sites, not the reference hosts, not the resolvers.
    expect((await lab.world.counters()).outside).toEqual(before.outside)
  })

  it('given for the listed sites only: suspected at most, and no bare address is asked', async () => {
    const before = await reached()
    const page = await openExtensionsPage(browser)
    await chooseAccess(page, 'ON_SPECIFIC_SITES')
    await addFirstSite(page, 'https://www.gstatic.com')
    await addSites(page, browser.extensionId, partyOrigins(settings, 'chromium'))
    await addSites(page, browser.extensionId, ['*://blocked.example/*', '*://open.example/*'])
    const listed = { ...nothing, [OPEN]: 'reachable', [BLOCKED]: 'blocked unknown suspected' }
    await expect.poll(standing, { timeout: 30_000 }).toEqual(listed)
    await idle()
    await page.close()
    const look = await lookAt(BLOCKED)
    expect(look?.observations.some((o) => o.kind === 'doh' && o.addresses.length > 0)).toBe(true)
    expect(look?.observations.filter((o) => o.kind === 'address')).toEqual([])
    expect(await reached()).toBe(before)
  })

  it('given for all sites again: everything is measured again, with the layer', async () => {
    const page = await openExtensionsPage(browser)
    await chooseAccess(page, 'ON_ALL_SITES')
    await expect.poll(standing, { timeout: 30_000 }).toEqual(everything)
    await page.close()
    expect((await lookAt(BLOCKED))?.observations.some((o) => o.kind === 'address' && o.answered)).toBe(true)
  })
})
