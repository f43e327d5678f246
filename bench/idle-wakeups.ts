import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from 'playwright'
import { type LaunchedChromium, launchChromium } from '../e2e/browsers/chromium.ts'
import type { ExtensionGlobals } from '../e2e/browsers/extension-globals.ts'
import { workerStopper } from '../e2e/browsers/stop-worker.ts'
import { PACE } from '../src/schedule/pace.ts'
import type { Figure } from './figure.ts'
import { IDLE_URLS } from './idle-world.ts'
import { countWakeups } from './wakeups.ts'

/**
 * An hour takes a quarter of one: every spacing of the schedule is this much shorter. Nothing that a sweep does while
 * it runs is (time-outs, its watchdog), and the shortest interval that the settings take is a quarter of the default.
 */
const FASTER = 4
const INTERVAL_MINUTES = 15
/** A browser ends a worker that had nothing to do for this long. */
const IDLE_MS = 30_000 / FASTER
/** The user's browsing: a page so often. */
const BROWSE_MS = 1_000
const HOUR_MS = 3_600_000

/**
 * How often the worker is woken in an hour in which the user browses all the time, with access to all sites: its
 * starts, and alarms that met it alive. The browser is told to end an idle worker as it would by itself, which it does
 * not while a debugger is attached.
 */
export async function benchWakeups({ quick }: { quick: boolean }): Promise<Figure[]> {
  const ms = HOUR_MS / FASTER / (quick ? 3 : 1)
  const browser = await launchChromium({ timeZone: 'Asia/Almaty' })
  try {
    const { link } = browser
    await link.ask('pace', {
      heartbeatMs: PACE.heartbeatMs / FASTER,
      wakeSettleMs: PACE.wakeSettleMs / FASTER,
      networkMs: PACE.networkMs / FASTER,
      upkeepMs: PACE.upkeepMs / FASTER,
      settleMs: 1_000,
    })
    const settings = { country: 'KZ', secondOpinions: true, intervalMinutes: INTERVAL_MINUTES }
    await link.ask('configure', { settings, urls: [...IDLE_URLS] })
    // The driver agrees without the message that begins the schedule.
    await link.ask('wake', {})
    const { alarms, starts, pages } = await watch(browser, ms)
    if (alarms.length === 0) throw new Error('No alarm rang: there is no schedule to count')
    const wakeups = countWakeups(alarms, starts)
    const anHour = (wakeups * HOUR_MS) / (ms * FASTER)
    process.stderr.write(
      `idle: ${alarms.length} alarms and ${starts.length} starts of the worker in ${(ms / 60_000).toFixed(1)} min at ` +
        `${FASTER} times the pace, ${wakeups} wake-ups, while ${pages} pages of ${IDLE_URLS.length} sites were opened\n`,
    )
    return [
      { name: 'idle.wakeups-per-hour', unit: 'count', value: anHour, n: wakeups, spread: [anHour, anHour] },
    ]
  } finally {
    await browser.close()
  }
}

async function watch(browser: LaunchedChromium, ms: number) {
  const { context, extensionId, link } = browser
  const desk = await context.newPage()
  await desk.goto(`chrome-extension://${extensionId}/manifest.json`)
  await desk.evaluate(listenToAlarms)
  const { stop } = await workerStopper(browser)
  const tab = await context.newPage()
  const until = Date.now() + ms
  const starts: number[] = []
  let known = link.starts
  let pages = 0
  let busyAt = Date.now()
  while (Date.now() < until) {
    await tab.goto(IDLE_URLS[pages++ % IDLE_URLS.length] ?? '')
    for (; known < link.starts; known++) starts.push(Date.now())
    if ((await isSweeping(desk)) || Date.now() - (starts.at(-1) ?? 0) < IDLE_MS) busyAt = Date.now()
    if (link.connected && Date.now() - busyAt > IDLE_MS) await stop()
    await sleep(BROWSE_MS)
  }
  const alarms = await desk.evaluate(() => (globalThis as unknown as Rung).rung)
  return { alarms, starts, pages }
}

interface Rung {
  rung: number[]
}

/** A page hears the extension's alarms as the worker does. */
function listenToAlarms(): void {
  const rung: number[] = []
  Object.assign(globalThis, { rung })
  const { alarms } = (globalThis as unknown as ExtensionGlobals).chrome
  alarms.onAlarm.addListener(() => void rung.push(Date.now()))
}

const isSweeping = (desk: Page): Promise<boolean> =>
  desk.evaluate(async () => {
    const { storage } = (globalThis as unknown as ExtensionGlobals).chrome
    const { progress } = await storage.session.get('progress')
    return (progress as { running?: boolean } | undefined)?.running === true
  })
