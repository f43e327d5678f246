import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from 'playwright'
import type { Sweep } from '../../src/history/records.ts'
import { HISTORY_NAME } from '../../src/history/schema.ts'
import { type Audit, audit } from '../browsers/audit.ts'
import { type LaunchedChromium, launchChromium } from '../browsers/chromium.ts'
import type { ExtensionGlobals } from '../browsers/extension-globals.ts'
import { type Home, makeHome } from '../browsers/home.ts'
import { readKept } from '../browsers/kept.ts'
import { workerStopper } from '../browsers/stop-worker.ts'
import type { World } from '../lab/world.ts'
import type { Dice } from './dice.ts'
import { type Disk, makeDisk } from './disk.ts'
import { FAULT_URLS } from './world.ts'

/** What a message is answered with; null when the worker died before it could. */
export type Answer = { ok: true; value: unknown } | { ok: false; message: string } | null

const DISK_MB = 320
/** Far longer than any sweep takes, its worker's watchdog included. */
const REST_MS = 90_000
const POLL_MS = 100

/** A real Chromium that keeps its home over everything that is done to it, and what was seen of its record. */
export class Stage {
  readonly world: World
  readonly dice: Dice
  readonly disk: Disk
  readonly seen = { sweeps: new Set<string>(), measurements: new Set<string>() }
  clock: 'steady' | 'jumped' = 'steady'
  readonly #home: Home
  #browser: LaunchedChromium
  #desk: Page
  #stop: () => Promise<void>

  private constructor(world: World, dice: Dice, home: Home, disk: Disk, opened: Opened) {
    this.world = world
    this.dice = dice
    this.disk = disk
    this.#home = home
    this.#browser = opened.browser
    this.#desk = opened.desk
    this.#stop = opened.stop
  }

  static async open(world: World, dice: Dice): Promise<Stage> {
    const home = await makeHome('lab-chrome')
    const disk = await makeDisk(home.profile, DISK_MB)
    const stage = new Stage(world, dice, home, disk, await openBrowser(home))
    const settings = { country: 'KZ', secondOpinions: true }
    await stage.link.ask('configure', { settings, urls: [...FAULT_URLS] })
    return stage
  }

  get link() {
    return this.#home.link
  }

  get browser(): LaunchedChromium {
    return this.#browser
  }

  /** Any moment up to this many ms. */
  anyMoment(most: number): Promise<void> {
    return sleep(this.dice.between(0, most))
  }

  /** A message as a page sends it: it starts the worker where none runs. */
  send(name: string, request: unknown, from: Page = this.#desk): Promise<Answer> {
    return from.evaluate(
      async (message) => {
        const { runtime } = (globalThis as unknown as ExtensionGlobals).chrome
        return runtime.sendMessage(message).catch(() => null) as Promise<Answer>
      },
      { name, request },
    )
  }

  /** A page of the extension that does nothing by itself. */
  async newDesk(): Promise<Page> {
    return openDesk(this.#browser)
  }

  /** "Test now": a sweep of the user's that is under way is gone on with. */
  async begin(): Promise<string> {
    for (;;) {
      const answer = await this.send('sweep.start', { pace: 'now' })
      if (answer && !answer.ok) throw new Error(`sweep.start: ${answer.message}`)
      if (!answer) continue
      const { sweepId } = answer.value as { sweepId: string }
      this.seen.sweeps.add(sweepId)
      return sweepId
    }
  }

  /** What pages are told of a sweep that could not be kept; null when all is well. */
  problem(): Promise<string | null> {
    return this.#desk.evaluate(async () => {
      const { storage } = (globalThis as unknown as ExtensionGlobals).chrome
      const { problem } = await storage.session.get('problem')
      return typeof problem === 'string' ? problem : null
    })
  }

  async wake(): Promise<void> {
    while (!this.link.connected) {
      await this.send('access.origins', { urls: [] })
      await sleep(20)
    }
  }

  /** Remembers every look that is stored now, as a page reads it. */
  async look(): Promise<void> {
    // No named function in it: a loader may wrap those in a helper of its own, which the page has not got.
    const ids = await this.#desk.evaluate(
      (name) =>
        new Promise<IDBValidKey[]>((resolve, reject) => {
          const opening = indexedDB.open(name)
          opening.onerror = () => reject(opening.error)
          opening.onsuccess = () => {
            const db = opening.result
            const keys = db.transaction('measurements').objectStore('measurements').getAllKeys()
            keys.onsuccess = () => resolve(keys.result)
            keys.onerror = () => reject(keys.error)
            db.close()
          }
        }),
      HISTORY_NAME,
    )
    for (const id of ids) this.seen.measurements.add(String(id))
  }

  /** Whether a sweep of the user's is under way. */
  async isSweeping(): Promise<boolean> {
    return (await this.#store<Sweep>('sweeps')).some(isUnderWay)
  }

  /** Waits until nothing of the user's is under way; where the extension asks to test again, tests again. */
  async rest(): Promise<void> {
    const until = performance.now() + REST_MS
    while (await this.isSweeping()) {
      if (await this.problem()) await this.begin()
      if (performance.now() > until) {
        const left = (await this.#store<Sweep>('sweeps')).filter(isUnderWay)
        const undone = left.map(({ id, items }) => `${id}: ${items.filter((i) => !i.done).length} undone`)
        throw new Error(`The sweep does not end: ${undone.join(', ')}`)
      }
      await sleep(POLL_MS)
    }
  }

  /** What the extension takes for the time is this much off. */
  async setClock(offsetMs: number): Promise<void> {
    // Forward, too: it comes back from there.
    this.clock = 'jumped'
    await this.wake()
    await this.link.ask('clock', { offsetMs })
  }

  async audit(): Promise<Audit> {
    await this.wake()
    return audit(await readKept(this.link), this.seen, this.clock)
  }

  /** Ends the worker as Chromium does it. */
  async stopWorker(): Promise<void> {
    if (this.link.connected) await this.#stop()
  }

  /** Kills the process that the worker lives in, and a page with it. */
  async reopenDesk(): Promise<void> {
    await this.#desk.close().catch(() => {})
    this.#desk = await openDesk(this.#browser)
  }

  /** Kills the browser and starts it again at home. */
  async restart(): Promise<void> {
    await this.#browser.kill()
    const opened = await openBrowser(this.#home)
    this.#browser = opened.browser
    this.#desk = opened.desk
    this.#stop = opened.stop
  }

  async close(): Promise<void> {
    await this.#browser.close()
    await this.disk.remove()
    await this.#home.remove()
  }

  /** Asks until a worker lives long enough to answer. */
  async #store<T>(store: string): Promise<T[]> {
    for (;;) {
      await this.wake()
      const rows = await this.link.ask<T[]>('history', { store }).catch((error: Error) => {
        if (this.link.connected) throw error
        return null
      })
      if (rows) return rows
    }
  }
}

const isUnderWay = ({ state, pace }: Sweep): boolean => state === 'running' && pace === 'now'

interface Opened {
  browser: LaunchedChromium
  desk: Page
  stop: () => Promise<void>
}

async function openBrowser(home: Home): Promise<Opened> {
  const browser = await launchChromium({ home, timeZone: 'Asia/Almaty' })
  const { stop } = await workerStopper(browser)
  return { browser, desk: await openDesk(browser), stop }
}

async function openDesk({ context, extensionId }: LaunchedChromium): Promise<Page> {
  const page = await context.newPage()
  await page.goto(`chrome-extension://${extensionId}/manifest.json`)
  return page
}
