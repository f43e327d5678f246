import { setTimeout as sleep } from 'node:timers/promises'
import type { Measurement, Sweep } from '../../src/history/records.ts'
import type { BrowserSession, LaunchOptions, SweepOptions, SweptTarget } from '../run/ports.ts'
import type { LaunchedChromium } from './chromium.ts'
import type { DriverLink } from './driver-link.ts'
import type { LaunchedFirefox } from './firefox.ts'
import { browserProcesses, stopAll } from './process-tree.ts'

/** What the driver tells of a sweep. */
export interface SweepReport {
  sweep: Sweep
  measurements: (Measurement & { connectivity: SweptTarget['connectivity'] })[]
}

const POLL_MS = 150

const asTarget = (m: SweepReport['measurements'][number]): SweptTarget => {
  const { url, verdict, observations, ms, requests, bytes, connectivity, networkId } = m
  return { url, verdict, observations, ms, requests, bytes, connectivity, networkId }
}

/** Starts a sweep through the very message that the popup's button sends. */
export async function startSweep(link: DriverLink): Promise<string> {
  const request = { name: 'sweep.start', request: { pace: 'now' } }
  const answer = await link.ask<{ ok: boolean; value: { sweepId: string }; message?: string }>(
    'message',
    request,
  )
  if (!answer.ok) throw new Error(`sweep.start: ${answer.message}`)
  return answer.value.sweepId
}

/** Follows a sweep to its end; a background that died and came back in between is no matter. */
export async function followSweep(
  link: DriverLink,
  sweepId: string,
  options: Pick<SweepOptions, 'signal' | 'onTarget'>,
): Promise<SweepReport> {
  const told = new Set<string>()
  for (;;) {
    options.signal.throwIfAborted()
    const report = await link.ask<SweepReport>('sweep', { sweepId }).catch((error: Error) => {
      if (link.connected) throw error
      return null
    })
    for (const m of report?.measurements ?? []) {
      if (!told.has(m.id)) options.onTarget?.(asTarget(m))
      told.add(m.id)
    }
    if (report && report.sweep.state !== 'running') return report
    await sleep(POLL_MS, undefined, { signal: options.signal })
  }
}

/**
 * One switch stands for all second opinions, so it is off only where there is neither kind. A world without resolvers
 * but with control hosts has none that answers: the lab refuses their connections (e2e/lab/firewall.ts).
 */
export function settingsFor(country: string, local: LaunchOptions['local']): Record<string, unknown> {
  return {
    country,
    secondOpinions: local.doh !== 'none' || local.control !== 'none',
    controlHelpers: local.control === 'none' ? [] : null,
    transferMegabytes: local.transfers ? 50 : 0,
  }
}

/** Long enough for the sweep to be under way, short enough to catch it there. */
const AWAKE_MS = 600

/** The laptop's lid: every process of the browser stops, and goes on later as if nothing had been. */
async function sleepThrough({ asleepSec, onAsleep, signal }: SweepOptions): Promise<void> {
  await sleep(AWAKE_MS, undefined, { signal })
  const pids = browserProcesses()
  stopAll(pids, 'SIGSTOP')
  try {
    await onAsleep?.()
    await sleep(asleepSec * 1000, undefined, { signal })
  } finally {
    stopAll(pids, 'SIGCONT')
  }
}

/** A launched browser as the runner needs it: in agreement, with just the asked URLs on its list. */
export function sessionOf(
  launched: LaunchedChromium | LaunchedFirefox,
  { country, local }: LaunchOptions,
): BrowserSession {
  const { link } = launched
  return {
    name: launched.name,
    async sweep(urls, options) {
      if (options.gapSec > 0) await sleep(options.gapSec * 1000, undefined, { signal: options.signal })
      await link.ask('configure', { settings: settingsFor(country, local), urls: [...urls] })
      const sweepId = await startSweep(link)
      if (options.asleepSec > 0) await sleepThrough(options)
      const report = await followSweep(link, sweepId, options)
      return report.measurements.map(asTarget)
    },
    events: () => link.ask('history', { store: 'events' }),
    close: () => launched.close(),
  }
}
