import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { networkThrottled, type SpeedReport } from '../core/stats/network-throttled.ts'
import { rankSumP } from '../core/stats/rank-sum.ts'
import type { Figure } from './figure.ts'
import { readSpeedTests } from './throttle-data.ts'
import { anyTests, mean, sharesCalled } from './throttle-draws.ts'
import { cleanNetworks, type Network, networksOf, throttledNetworks } from './throttle-networks.ts'
import { throttleReport } from './throttle-report.ts'

const REPORTS = 5
const ROUNDS = 2_000
const SEED = 2021

/** What the counted test is compared with: the speeds themselves, by their order. */
const byRanks = (reports: readonly SpeedReport[]) =>
  rankSumP(
    reports.map(({ targetKbps }) => targetKbps ?? 0),
    reports.map(({ controlKbps }) => controlKbps ?? 0),
  ) <= 0.01

/**
 * `verdicts.throttle-detect` and `verdicts.throttle-false`: of the throttled networks of Russia in 2021 and of clean
 * ones elsewhere, the share called throttled from five of their reports. n is the number of networks, spread the
 * smallest and largest share of one round of draws. [] without the data.
 */
export function throttleFigures(
  dataDir: string | undefined,
  say: (line: string) => void = (line) => process.stderr.write(`${line}\n`),
): Figure[] {
  const folder = dataDir === undefined || dataDir === '' ? null : join(dataDir, 'throttle-2021')
  if (folder === null || !existsSync(folder)) {
    say(
      folder === null
        ? 'verdicts.throttle-*: skipped; FENCELINE_DATA names no folder with throttle-2021/ (docs/throttling.md)'
        : 'verdicts.throttle-*: skipped; FENCELINE_DATA holds no throttle-2021/ (docs/throttling.md)',
    )
    return []
  }
  const { tests, unread } = readSpeedTests(folder)
  for (const line of throttleReport(tests, unread)) say(line)
  return figuresOf(networksOf(tests), ROUNDS)
}

/** Each figure is left out where there is no such network. */
export function figuresOf(networks: readonly Network[], rounds: number): Figure[] {
  return [
    share('verdicts.throttle-detect', throttledNetworks(networks, 'rule'), rounds),
    share('verdicts.throttle-false', cleanNetworks(networks), rounds),
  ].flatMap((figure) => figure ?? [])
}

function share(name: string, networks: readonly Network[], rounds: number): Figure | null {
  const how = { draw: anyTests, n: REPORTS, rounds, seed: SEED }
  const ours = sharesCalled(networks, { ...how, test: (reports) => networkThrottled(reports).throttled })
  if (ours.networks === 0) return null
  const peer = sharesCalled(networks, { ...how, test: byRanks })
  return {
    name,
    unit: 'share',
    // The mean: a false alarm in one round of ten would leave the median at nought.
    value: round(mean(ours.shares)),
    peer: 'rank-sum test, p <= .01',
    peerValue: round(mean(peer.shares)),
    n: ours.networks,
    spread: [round(Math.min(...ours.shares)), round(Math.max(...ours.shares))],
  }
}

const round = (x: number) => Math.round(x * 10_000) / 10_000
