import { setTimeout as sleep } from 'node:timers/promises'
import { commandLine, killAll, processesOf, stopAll } from '../browsers/process-tree.ts'
import type { Answer, Stage } from './stage.ts'
import { FAULT_URLS, HOME, PHONE } from './world.ts'

/** Does one thing to a browser in the middle of a sweep, and mends it. Answers how many faults that was. */
type Fault = (stage: Stage) => Promise<number>

/** A sweep of these worlds is mostly over after this, ms. */
const SWEEP_MS = 1_200

const workerStopped: Fault = async (stage) => {
  await stage.anyMoment(SWEEP_MS)
  await stage.stopWorker()
  await stage.wake()
  return 1
}

/** The process that holds worker and pages, as when the system takes its memory. */
const workerCrashed: Fault = async (stage) => {
  await stage.anyMoment(SWEEP_MS)
  const pids = processesOf(stage.browser.profile)
  await killAll(pids.filter((pid) => commandLine(pid).includes('--extension-process')))
  await stage.reopenDesk()
  await stage.wake()
  return 1
}

const browserKilled: Fault = async (stage) => {
  await stage.anyMoment(SWEEP_MS)
  await stage.restart()
  await stage.begin()
  return 1
}

/** The laptop's lid. */
const suspended: Fault = async (stage) => {
  await stage.anyMoment(SWEEP_MS)
  const pids = processesOf(stage.browser.profile)
  stopAll(pids, 'SIGSTOP')
  try {
    await sleep(stage.dice.between(200, 3_000))
  } finally {
    stopAll(pids, 'SIGCONT')
  }
  return 1
}

const unplugged: Fault = async (stage) => {
  await stage.anyMoment(SWEEP_MS)
  await stage.world.offline(true)
  await stage.anyMoment(1_000)
  await stage.world.offline(false)
  return 1
}

const networkSwitched: Fault = async (stage) => {
  await stage.anyMoment(SWEEP_MS)
  await stage.world.useNetwork(PHONE)
  await stage.anyMoment(1_000)
  await stage.world.useNetwork(HOME)
  return 2
}

const MEGABYTE = 1_048_576

/**
 * Too little room for a database to work in: the extension must stop before the disk does. A LevelDB that met the end
 * of the disk in the middle of a record is thrown away whole by Chromium when it is opened the next time.
 */
const diskFull: Fault = async (stage) => {
  await stage.anyMoment(SWEEP_MS)
  await stage.disk.fill(stage.dice.between(4, 12) * MEGABYTE)
  // A full disk is told when something is to be kept: a sweep that has just ended has nothing.
  if (!(await stage.isSweeping())) await stage.send('sweep.start', { pace: 'now' })
  await sleep(stage.dice.between(500, 2_000))
  await stage.disk.free()
  await stage.begin()
  return 1
}

const HOUR_MS = 3_600_000

/** The clock is set, forward or back, and later put right. */
const clockJumped: Fault = async (stage) => {
  await stage.anyMoment(SWEEP_MS)
  await stage.setClock(stage.dice.one([-26, -2, -0.01, 0.01, 2, 26]) * HOUR_MS)
  await stage.anyMoment(SWEEP_MS)
  await stage.setClock(0)
  return 2
}

const MESSAGES = 50

/** Everything that pages may ask for, at once and from two of them. */
const messages: Fault = async (stage) => {
  const pages = await Promise.all([stage.newDesk(), stage.newDesk()])
  const ask = (n: number): Promise<Answer> => {
    const page = pages[n % pages.length]
    const url = FAULT_URLS[stage.dice.between(0, FAULT_URLS.length - 1)] ?? ''
    // Single sites interrupt what is under way: more of them would leave the rest no time.
    const [name, request] = stage.dice.one<[string, unknown]>([
      ['sweep.start', { pace: 'now' }],
      ['sweep.start', { pace: 'now' }],
      ['sweep.start', { pace: 'now', urls: [url] }],
      ['target.check', { url }],
      ['target.add', { url }],
      ['target.add', { url }],
      ['settings.update', { intervalMinutes: 60 }],
      ['settings.update', { intervalMinutes: 30 }],
      ['access.origins', { urls: [url] }],
      ['access.origins', { urls: [url] }],
    ])
    return stage.send(name, request, page)
  }
  const answers = await Promise.all(Array.from({ length: MESSAGES }, (_, n) => ask(n)))
  for (const answer of answers) {
    if (!answer?.ok) throw new Error(`A message was answered with ${JSON.stringify(answer)}`)
    const { sweepId } = (answer.value ?? {}) as { sweepId?: string }
    if (sweepId) stage.seen.sweeps.add(sweepId)
  }
  await Promise.all(pages.map((page) => page.close()))
  return 1
}

export const FAULTS = {
  'worker-stopped': workerStopped,
  'worker-crashed': workerCrashed,
  'browser-killed': browserKilled,
  suspended,
  unplugged,
  'network-switched': networkSwitched,
  'disk-full': diskFull,
  'clock-jumped': clockJumped,
  messages,
} satisfies Record<string, Fault>

export type FaultName = keyof typeof FAULTS
export const FAULT_NAMES = Object.keys(FAULTS) as FaultName[]

/**
 * A sweep with these faults in it, one after another at chance moments. One that has ended meanwhile is followed by
 * the next, so that each fault meets a sweep.
 */
export async function sweepUnder(stage: Stage, names: readonly FaultName[]): Promise<number> {
  let injected = 0
  for (const name of names) {
    if (!(await stage.isSweeping())) await stage.begin()
    await stage.look()
    injected += await FAULTS[name](stage)
  }
  await stage.rest()
  await stage.look()
  return injected
}
