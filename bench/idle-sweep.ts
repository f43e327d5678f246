import { setTimeout as sleep } from 'node:timers/promises'
import { type LaunchedChromium, launchChromium } from '../e2e/browsers/chromium.ts'
import { cpuSeconds, type Part, residentBytes } from '../e2e/browsers/process-cost.ts'
import { followSweep, startSweep } from '../e2e/browsers/session.ts'
import { workerHeap } from '../e2e/browsers/worker-heap.ts'
import { type Figure, figure } from './figure.ts'
import { IDLE_URLS, TARGETS } from './idle-world.ts'

const PARTS: readonly Part[] = ['extension', 'network', 'browser']
/** From the launch until the browser has nothing of its own to do. */
const QUIET_MS = 4_000
/** What follows the last look: the badge, the next alarm. */
const AFTER_MS = 1_000
const MEGABYTE = 1_048_576

type Seconds = Record<Part, number>

/**
 * What a sweep of 100 healthy targets costs in processor time: of the process in which the worker lives and of the one
 * that makes the requests, less what the same processes used in as long a time at rest. A fresh browser each round.
 * `idle.worker-memory` is the worker's own heap after it.
 */
export async function benchIdleSweep({ quick }: { quick: boolean }): Promise<Figure[]> {
  const cpu: number[] = []
  const heap: number[] = []
  const rounds = quick ? 3 : 7
  for (let round = 0; round < rounds; round++) {
    const browser = await launchChromium({ timeZone: 'Asia/Almaty' })
    try {
      await browser.link.ask('configure', {
        settings: { country: 'KZ', secondOpinions: true },
        urls: [...IDLE_URLS],
      })
      // Where we are is asked once a network, not once a sweep.
      await browser.link.ask('message', { name: 'network.refresh', request: {} })
      await sleep(QUIET_MS)
      const { spent, wallMs } = await cost(browser, () => sweepAll(browser))
      const { spent: atRest } = await cost(browser, () => sleep(wallMs))
      const net = (part: Part) => spent[part] - atRest[part]
      cpu.push(net('extension') + net('network'))
      heap.push((await workerHeap(browser)) / MEGABYTE)
      const words = PARTS.map(
        (part) => `${part} ${net(part).toFixed(2)} (at rest ${atRest[part].toFixed(2)})`,
      )
      const resident = residentBytes(browser.profile, 'extension') / MEGABYTE
      process.stderr.write(
        `idle, round ${round + 1} of ${rounds}: ${(wallMs / 1000).toFixed(1)} s; CPU s: ${words.join(', ')}; ` +
          `heap ${heap.at(-1)?.toFixed(1)} MB, its process ${resident.toFixed(0)} MB resident\n`,
      )
    } finally {
      await browser.close()
    }
  }
  return [figure('idle.cpu-per-sweep-100', 's', cpu), figure('idle.worker-memory', 'MB', heap)]
}

async function sweepAll({ link }: LaunchedChromium): Promise<void> {
  const { measurements } = await followSweep(link, await startSweep(link), {
    signal: AbortSignal.timeout(120_000),
  })
  const others = measurements.filter(({ verdict }) => verdict.status !== 'reachable')
  if (measurements.length !== TARGETS || others.length > 0) {
    const told = others
      .map(({ url, verdict }) => `${url} ${verdict.status} (${verdict.rules.join(' ')})`)
      .join(', ')
    throw new Error(`${measurements.length} of ${TARGETS} targets told, otherwise: ${told}; nothing to count`)
  }
  await sleep(AFTER_MS)
}

async function cost(
  { profile }: LaunchedChromium,
  work: () => Promise<unknown>,
): Promise<{ spent: Seconds; wallMs: number }> {
  const now = () => PARTS.map((part) => cpuSeconds(profile, part))
  const before = now()
  const start = performance.now()
  await work()
  const wallMs = performance.now() - start
  const after = now()
  const [extension = 0, network = 0, browser = 0] = after.map((seconds, i) => seconds - (before[i] ?? 0))
  return { spent: { extension, network, browser }, wallMs }
}
