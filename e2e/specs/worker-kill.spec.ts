import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Measurement, Rollup, Sweep } from '../../src/history/records.ts'
import { LOSS } from '../browsers/audit.ts'
import { type LaunchedChromium, launchChromium } from '../browsers/chromium.ts'
import type { DriverLink } from '../browsers/driver-link.ts'
import type { ExtensionGlobals } from '../browsers/extension-globals.ts'
import { type LaunchedFirefox, launchFirefox } from '../browsers/firefox.ts'
import { startSweep } from '../browsers/session.ts'
import { stopWorker } from '../browsers/stop-worker.ts'
import { openSpecWorld, type SpecWorld } from './lab/open-world.ts'

/**
 * Delays of the pages, ms: each wave is finished when the next is still under way, on a machine that stalls for
 * seconds too. The last one ends before a second look at a slow page would begin.
 */
const WAVES = [
  [0, 0, 0, 0, 0],
  [1_500, 1_500, 1_500],
  [5_000, 5_000, 5_000],
  [9_500, 9_500, 9_500],
]
const DELAYS = WAVES.flat()
const hosts = DELAYS.map((_, i) => `site-${i}.example`)
/** The slow ones speak plain HTTP/1.1, where a request that is cut off takes its connection with it. */
const isSlow = (i: number) => (DELAYS[i] ?? 0) > 0
const urls = hosts.map((host, i) => `${isSlow(i) ? 'http' : 'https'}://${host}/`)
/** Swallowed by the censor until the world is told of its second sweep. */
const HUNG = ['hung-0.example', 'hung-1.example']

const SETTINGS = { country: 'KZ', secondOpinions: true }

/** Far longer than it takes; a slow machine must not fail a flow. */
const SOON = { timeout: 20_000 }
/** Half a minute after its last sign the alarm goes off. */
const AFTER_ALARM = { timeout: 60_000 }
const AT_ITS_END = { timeout: 40_000 }

let lab: SpecWorld
beforeAll(async () => {
  const site = (host: string, i: number) => ({
    host,
    ips: [`151.101.0.${i + 1}`],
    https: isSlow(i) ? 'none' : 'valid',
    page: { title: host, bytes: 3_000, delayMs: DELAYS[i] ?? 0 },
  })
  lab = await openSpecWorld('worker-kill', {
    sites: [...hosts, ...HUNG].map(site),
    censor: HUNG.map((match) => ({ on: 'sni', match, do: 'delay', ms: 60_000, until: 1 })),
    watch: urls,
  })
})
afterAll(() => lab?.close())

const stored = <T>(link: DriverLink, store: string) => link.ask<T[]>('history', { store })
const sweepOf = async (link: DriverLink, id: string) =>
  (await stored<Sweep>(link, 'sweeps')).find((sweep) => sweep.id === id)
const finished = async (link: DriverLink, sweepId: string) =>
  (await stored<Measurement>(link, 'measurements')).filter((m) => m.sweepId === sweepId)
const byId = (a: string, b: string) => (a < b ? -1 : 1)

/** What must hold of a sweep that ended, however often its worker died. */
async function expectWhole(link: DriverLink, sweepId: string, asked: readonly string[]): Promise<void> {
  const measurements = await finished(link, sweepId)
  expect(new Set(measurements.map((m) => m.id)).size, LOSS).toBe(measurements.length)
  expect(measurements.map((m) => `${m.url} ${m.verdict.status}`).sort(), LOSS).toEqual(
    asked.map((url) => `${url} reachable`).sort(),
  )
  const counted = (await stored<Rollup>(link, 'rollups')).flatMap((r) => Object.values(r.counts))
  const all = await stored<Measurement>(link, 'measurements')
  expect(
    counted.reduce((sum, n) => sum + n, 0),
    LOSS,
  ).toBe(all.length)
  const sweep = await sweepOf(link, sweepId)
  expect(sweep?.items.every((item) => item.done)).toBe(true)
  expect(sweep?.requests, LOSS).toBe(measurements.reduce((sum, m) => sum + m.requests, 0))
}

describe('a background that is ended', () => {
  let chromium: LaunchedChromium
  let firefox: LaunchedFirefox
  beforeAll(async () => {
    chromium = await launchChromium()
    // Firefox ends an event page that had no event for this long. Our own keep-alive comes too late for it.
    firefox = await launchFirefox({ preferences: { 'extensions.background.idle.timeout': 3_000 } })
  })
  afterAll(() => Promise.all([chromium?.close(), firefox?.close()]))

  it.concurrent('three times in one sweep (Chromium) loses nothing, and the sweep ends by itself', async ({
    expect,
  }) => {
    const { link, context } = chromium
    await link.ask('configure', { settings: SETTINGS, urls })
    const sweepId = await startSweep(link)
    const kept: string[] = []
    let expected = 0
    for (const wave of WAVES.slice(0, 3)) {
      expected += wave.length
      // More of them where this very process was held up.
      await expect
        .poll(async () => (await finished(link, sweepId)).length, SOON)
        .toBeGreaterThanOrEqual(expected)
      const before = (await finished(link, sweepId)).map((m) => m.id)
      expect(before, LOSS).toEqual(expect.arrayContaining(kept))
      kept.splice(0, kept.length, ...before)
      const starts = link.starts
      await stopWorker(chromium)
      // The first time nothing but the watchdog alarm wakes it, half a minute later; then the user's browsing does.
      if (expected > (WAVES[0]?.length ?? 0)) await (await context.newPage()).goto(urls[0] ?? '')
      await expect.poll(() => link.starts, AFTER_ALARM).toBe(starts + 1)
      expect(
        (await finished(link, sweepId)).map((m) => m.id),
        LOSS,
      ).toEqual(expect.arrayContaining(kept))
    }
    await expect.poll(async () => (await sweepOf(link, sweepId))?.state, AT_ITS_END).toBe('done')
    await expectWhole(link, sweepId, urls)
    const ids = (await finished(link, sweepId)).map((m) => m.id)
    expect(ids.sort(byId)).toEqual(expect.arrayContaining(kept.sort(byId)))
  })

  it.concurrent('in the middle of a sweep (Firefox) goes on at the next alarm', async ({ expect }) => {
    const { link } = firefox
    const quick = urls.slice(0, WAVES[0]?.length)
    const hung = HUNG.map((host) => `https://${host}/`)
    await link.ask('configure', { settings: SETTINGS, urls: [...quick, ...hung] })
    const sweepId = await startSweep(link)
    await expect.poll(async () => (await finished(link, sweepId)).length, SOON).toBe(quick.length)
    const kept = (await finished(link, sweepId)).map((m) => m.id)
    await link.gone()
    await lab.world.setSweep(2)
    expect(link.starts).toBe(1)
    await expect.poll(() => link.starts, AFTER_ALARM).toBe(2)
    await expect.poll(async () => (await sweepOf(link, sweepId))?.state, AT_ITS_END).toBe('done')
    await expectWhole(link, sweepId, [...quick, ...hung])
    expect(
      (await finished(link, sweepId)).map((m) => m.id),
      LOSS,
    ).toEqual(expect.arrayContaining(kept))
  })

  it('at rest (Chromium) comes back for the popup, and for the alarm', async () => {
    const { link, context, extensionId } = chromium
    const newest = async () => (await stored<Sweep>(link, 'sweeps')).at(-1)
    const before = await newest()
    await stopWorker(chromium)
    const starts = link.starts
    const popup = await context.newPage()
    await popup.goto(`chrome-extension://${extensionId}/src/popup/popup.html`)
    await popup.getByRole('button', { name: 'Test now' }).click()
    await expect.poll(() => link.starts, SOON).toBe(starts + 1)
    await expect.poll(async () => (await newest())?.id, SOON).not.toBe(before?.id)
    await expect.poll(async () => (await newest())?.state, AT_ITS_END).toBe('done')
    const asked = await newest()
    expect(asked?.pace).toBe('now')
    await expectWhole(link, asked?.id ?? '', urls)

    // What was looked at just now is not looked at again; this one never was.
    await link.ask('message', { name: 'target.add', request: { url: `https://${HUNG[0]}/` } })
    await stopWorker(chromium)
    // The very alarm that is armed for the next hour, a little earlier.
    await popup.evaluate(async () => {
      const { alarms, storage } = (globalThis as unknown as ExtensionGlobals).chrome
      const armed = await alarms.getAll()
      if (armed.length !== 1) throw new Error(`${armed.length} alarms`)
      await storage.local.set({ jobs: { sweep: Date.now() } })
      for (const { name } of armed) await alarms.create(name, { when: Date.now() + 200 })
    })
    await expect.poll(() => link.starts, AFTER_ALARM).toBe(starts + 2)
    await expect.poll(async () => (await newest())?.pace, SOON).toBe('background')
    await expect.poll(async () => (await newest())?.items.some((i) => i.done), SOON).toBe(true)
  })
})
