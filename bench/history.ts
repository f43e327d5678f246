import { isDeepStrictEqual } from 'node:util'
import { DAY_MS } from '../src/history/rollup.ts'
import { type Figure, figure, median } from './figure.ts'
import { type BenchBrowser, launchBench } from './history-browser.ts'
import type { Timed } from './history-reads.ts'
import { readSights } from './history-sights.ts'
import { startOf, urlOf, type WorldSize } from './history-world.ts'

const CURSORS = 'cursor over the raw store'

const say = (text: string) => process.stderr.write(`${text}\n`)
const inMs = (ms: number) => `${ms.toPrecision(3)} ms`

/**
 * A year's history in a real browser's IndexedDB: what pages ask of it, what recording costs, and what it takes to
 * look through all of it.
 */
export async function benchHistory({ quick }: { quick: boolean }): Promise<Figure[]> {
  const size: WorldSize = {
    looks: quick ? 100_000 : 1_000_000,
    targets: 200,
    days: 365,
    // A weekday's afternoon in Almaty.
    end: Date.UTC(2026, 8, 16, 9, 40),
  }
  const browser = await launchBench()
  try {
    const { ms, bytes } = await browser.call('seed', size, readSights())
    const megabytes = Math.round(bytes / 1e6)
    say(`${size.looks} looks seeded in ${Math.round(ms / 1000)} s: ${megabytes} MB`)
    // Nothing of the seeding is left in memory.
    await browser.restart()
    return [
      figure('history.bytes-per-measurement', 'bytes', [bytes / size.looks]),
      ...(await benchReads(browser, size, quick)),
      ...(await benchExport(browser, size)),
      ...(await benchWrites(browser, size, quick)),
    ]
  } finally {
    await browser.close()
  }
}

async function benchReads(browser: BenchBrowser, size: WorldSize, quick: boolean): Promise<Figure[]> {
  const now = size.end
  const runs = 15
  const peerRuns = quick ? 3 : 1
  const first = await browser.call('popup', now)
  say(`the popup's first query after the browser's start, opening included: ${inMs(first.ms)}`)
  const popup = await repeat(runs, () => browser.call('popup', now))
  say(`popup: ${inMs(median(times(popup)))}; now the same by ${CURSORS}`)
  const popupPeer = await repeat(peerRuns, () => browser.call('popupByCursor', now))
  mustAgree('popup', popup, popupPeer)

  // Through the list: open, blocked, throttled, refused and down ones.
  const targets = Array.from({ length: runs }, (_, i) => urlOf(Math.floor(((i + 0.5) * size.targets) / runs)))
  const timeline: Timed<unknown>[] = []
  for (const target of targets) timeline.push(await browser.call('timeline', target, now))
  say(`90 days: ${inMs(median(times(timeline)))}; now the same by ${CURSORS}`)
  const timelinePeer: Timed<unknown>[] = []
  for (const target of targets.slice(-peerRuns)) {
    timelinePeer.push(await browser.call('timelineByCursor', target, now))
  }
  mustAgree('timeline', timeline.slice(-peerRuns), timelinePeer)

  const all = Array.from({ length: size.targets }, (_, target) => urlOf(target))
  const events = await repeat(runs, () => browser.call('eventsPage'))
  const shares = await repeat(5, () => browser.call('percentages', all, now))
  const networks = await repeat(5, () => browser.call('byNetwork', all, now))
  const outages = await repeat(runs, () => browser.call('outages', startOf(size), now))
  return [
    figure('history.popup-query', 'ms', times(popup), { name: CURSORS, values: times(popupPeer) }),
    figure('history.timeline-90d', 'ms', times(timeline), {
      name: `${CURSORS}, those 90 days of it`,
      values: times(timelinePeer),
    }),
    figure('history.events-page', 'ms', times(events)),
    figure('history.outages', 'ms', times(outages)),
    figure('history.list-percentages', 'ms', times(shares)),
    figure('history.list-by-network', 'ms', times(networks)),
  ]
}

/** The rate over five stretches, the plain reading before and after each by turns; memory over all there is. */
async function benchExport(browser: BenchBrowser, size: WorldSize): Promise<Figure[]> {
  const start = startOf(size)
  const rates: number[] = []
  const peer: number[] = []
  const rate = ({ ms, value }: Timed<number>) => (value / ms) * 1000
  for (const n of [0, 1, 2, 3, 4]) {
    const from = start + (n * size.days * DAY_MS) / 5
    const to = from + (size.days * DAY_MS) / 10
    // Once before, for the disk's sake.
    await browser.call('readRaw', from, to)
    const raw = async () => peer.push(rate(await browser.call('readRaw', from, to)))
    const written = async () => rates.push(rate(await browser.call('export', 'jsonl', from, to)))
    for (const work of n % 2 === 0 ? [raw, written] : [written, raw]) await work()
  }
  for (const format of ['csv', 'ooni'] as const) {
    const told = await browser.call('export', format, start, start + (size.days * DAY_MS) / 100)
    say(`export as ${format}: ${Math.round(rate(told))} rows/s`)
  }
  const memory = await browser.peakMegabytes(() => browser.call('export', 'jsonl', start, size.end))
  return [
    figure('history.export-rate', 'rows/s', rates, { name: 'the raw store read', values: peer }),
    figure('history.export-memory', 'MB', [memory]),
  ]
}

async function benchWrites(browser: BenchBrowser, size: WorldSize, quick: boolean): Promise<Figure[]> {
  const inserts = await browser.call('insert', size, readSights())
  const slowest = [...inserts].sort((a, b) => b - a).slice(0, Math.ceil(inserts.length / 20))
  say(`inserts: median ${inMs(median(inserts))}, every 20th takes ${inMs(slowest.at(-1) ?? 0)} or more`)

  const judged = await browser.call('reJudge', quick ? 8_000 : 30_000)
  say(`judged again: ${judged.value} looks in ${inMs(judged.ms)}`)

  const month = await browser.call('prune', startOf(size) + 30 * DAY_MS)
  say(`a month pruned: ${month.value} looks in ${inMs(month.ms)}`)
  return [
    figure('history.insert', 'ms', inserts),
    figure('history.re-judge-rate', 'looks/s', [(judged.value / judged.ms) * 1000]),
    figure('history.prune-month', 'ms', [month.ms]),
  ]
}

async function repeat<T>(times: number, work: () => Promise<T>): Promise<T[]> {
  const results: T[] = []
  for (let i = 0; i < times; i++) results.push(await work())
  return results
}

const times = (runs: readonly Timed<unknown>[]): number[] => runs.map(({ ms }) => ms)

/** A quick answer that is another answer would be no figure at all. */
function mustAgree(what: string, ours: readonly Timed<unknown>[], peers: readonly Timed<unknown>[]): void {
  const agree = peers.every(({ value }, i) => isDeepStrictEqual(value, ours[i]?.value))
  if (!agree) throw new Error(`The ${what} query and its peer give different answers`)
}
