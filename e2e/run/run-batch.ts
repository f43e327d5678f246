import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Scenario, Step } from '../lab/scenario.ts'
import type { Evidence } from './artifacts.ts'
import type { Batch } from './batch.ts'
import { compareScenario, type SweepRecord } from './compare.ts'
import { within } from './patience.ts'
import type { BrowserSession, LabWorld } from './ports.ts'
import { type Result, type Trouble, troubled } from './result.ts'
import type { Ports, RunOptions } from './run.ts'
import { StageClock } from './stage-clock.ts'

/** Limits, ms: nothing in the lab may hang the runner. */
export interface Waits {
  world: number
  proof: number
  launch: number
  sweep: number
  /** Added to `sweep` for each target. */
  sweepPerTarget: number
  close: number
}
const WAITS: Waits = {
  world: 90_000,
  proof: 180_000,
  launch: 90_000,
  sweep: 240_000,
  sweepPerTarget: 5_000,
  close: 20_000,
}

interface Leftovers {
  evidence: Evidence
  /** Removes the batch's own temporary files once its evidence has been copied. */
  discard: () => Promise<void>
}
export type BatchOutcome = Leftovers &
  ({ kind: 'ran'; results: Map<string, Result[]> } | { kind: 'lab-broken'; text: string })

/** One world, one fresh browser, all sweeps of the batch, and the comparison. Never throws. */
export async function runBatch(batch: Batch, options: RunOptions, ports: Ports): Promise<BatchOutcome> {
  const waits = { ...WAITS, ...options.waits }
  const scratch = await mkdtemp(join(tmpdir(), 'lab-run-'))
  const discard = () => rm(scratch, { recursive: true, force: true })
  const evidence: Evidence = { log: null, capture: null }
  const clock = new StageClock()
  let world: LabWorld
  try {
    world = await within(waits.world, 'opening the lab', () => ports.openWorld(batch))
  } catch (error) {
    return { kind: 'lab-broken', text: spell(error), evidence, discard }
  }
  clock.mark('world')
  // Beside the proof, which asks the network and not the browser: a start costs seconds, and so do dozens of worlds.
  const starting = startBrowser(batch, options, ports, waits)
  try {
    const flaws = await within(waits.proof, 'the proof of the lab', () => world.prove())
    clock.mark('proof')
    const whole = flaws.find(({ scenario }) => scenario === null)
    if (whole) {
      evidence.log = await world.log().catch(() => null)
      return { kind: 'lab-broken', text: whole.text, evidence, discard }
    }
    const broken = (scenario: Scenario) => flaws.filter((flaw) => flaw.scenario === scenario.name)
    const sound = batch.filter((scenario) => broken(scenario).length === 0)
    const capture = join(scratch, 'capture.pcap')
    const stopCapture = await world.capture(capture).catch(() => null)
    const results = sound.length
      ? await runSound(sound, world, options, starting, waits, clock)
      : new Map<string, Result[]>()
    for (const scenario of batch.filter((scenario) => !sound.includes(scenario))) {
      const text = broken(scenario)
        .map((flaw) => flaw.text)
        .join('; ')
      results.set(scenario.name, troubled(scenario, options.browser, { error: 'lab-broken', text }))
    }
    if (stopCapture) {
      await stopCapture().catch(() => undefined)
      evidence.capture = capture
    }
    evidence.log = await world.log().catch(() => null)
    await closeBrowser(await starting, waits)
    clock.mark('end')
    options.onWorld?.(batch, clock.read())
    return { kind: 'ran', results, evidence, discard }
  } catch (error) {
    evidence.log = await world.log().catch(() => null)
    return { kind: 'lab-broken', text: spell(error), evidence, discard }
  } finally {
    await closeBrowser(await starting, waits)
    await within(waits.close, 'closing the lab', () => world.close()).catch(() => undefined)
  }
}

type Started = { session: BrowserSession; closed: boolean } | { error: unknown }

/** Never rejects: whoever waits for it learns what became of it. */
async function startBrowser(batch: Batch, options: RunOptions, ports: Ports, waits: Waits): Promise<Started> {
  const [first] = batch
  const { browser } = options
  try {
    if (!first) throw new Error('no scenario to start a browser for')
    const country = first.networks[0]?.cc ?? ''
    const session = await within(waits.launch, `launching ${browser}`, () =>
      ports.launch(browser, { country, local: first.local }),
    )
    return { session, closed: false }
  } catch (error) {
    return { error }
  }
}

async function closeBrowser(started: Started, waits: Waits): Promise<void> {
  if ('error' in started || started.closed) return
  started.closed = true
  await within(waits.close, 'closing the browser', () => started.session.close()).catch(() => undefined)
}

/** The scenarios whose world is what their files say. */
async function runSound(
  sound: Batch,
  world: LabWorld,
  options: RunOptions,
  starting: Promise<Started>,
  waits: Waits,
  clock: StageClock,
): Promise<Map<string, Result[]>> {
  const first = sound[0]
  if (!first) return new Map()
  const { browser } = options
  const failed = (error: Trouble['error'], reason: unknown) =>
    new Map(sound.map((one) => [one.name, troubled(one, browser, { error, text: spell(reason) })]))
  const started = await starting
  clock.mark('browser')
  if ('error' in started) return failed('browser-crashed', started.error)
  const { session } = started
  try {
    const urls = [...new Set(sound.flatMap(({ watch }) => watch))]
    const records: SweepRecord[] = []
    for (const [index, step] of first.steps.entries()) {
      const from = first.steps[index - 1]?.network ?? first.networks[0]?.id ?? ''
      const targets = await sweepOnce(session, world, urls, { ...step, from }, index + 1, options, waits)
      clock.mark(step.gapSec > 0 ? `sweep after ${step.gapSec} s` : 'sweep')
      records.push({ network: step.network, targets })
    }
    const events = session.events
      ? await within(waits.close, 'reading events', async () => session.events?.())
      : null
    return new Map(sound.map((one) => [one.name, compareScenario(one, browser, records, events ?? null)]))
  } catch (error) {
    if (error instanceof LabFailure) throw error
    return failed('browser-crashed', error)
  } finally {
    await closeBrowser(started, waits)
    clock.mark('close')
  }
}

async function sweepOnce(
  session: BrowserSession,
  world: LabWorld,
  urls: readonly string[],
  step: Step & { from: string },
  number: number,
  options: RunOptions,
  waits: Waits,
) {
  let back: NodeJS.Timeout | undefined
  // Who falls asleep on one network and names another wakes up there: the network changes in mid-sweep.
  const moves = step.asleepSec > 0 && step.from !== step.network
  try {
    await world.setSweep(number)
    await world.useNetwork(moves ? step.from : step.network)
    if (step.offlineSec > 0) await world.offline(true)
  } catch (error) {
    throw new LabFailure(`before sweep ${number}: ${spell(error)}`)
  }
  if (step.offlineSec > 0) {
    back = setTimeout(() => void world.offline(false).catch(() => undefined), step.offlineSec * 1000)
  }
  try {
    const { onTarget } = options
    const away = 1000 * (step.gapSec + step.asleepSec + step.offlineSec)
    const limit = waits.sweep + waits.sweepPerTarget * urls.length + away
    return await within(limit, `sweep ${number}`, (signal) =>
      session.sweep(urls, {
        gapSec: step.gapSec,
        asleepSec: step.asleepSec,
        signal,
        ...(moves ? { onAsleep: () => world.useNetwork(step.network) } : {}),
        ...(onTarget ? { onTarget } : {}),
      }),
    )
  } finally {
    clearTimeout(back)
    if (step.offlineSec > 0) await world.offline(false)
  }
}

/** The world broke, not the browser. */
class LabFailure extends Error {}

const spell = (error: unknown): string => (error instanceof Error ? error.message : String(error))
