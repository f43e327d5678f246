import { baseFailureRate, PRIOR_FAILURE_RATE } from '../../core/stats/sequential.ts'
import type { Tick } from './records.ts'
import { readRow, TickSchema } from './stored.ts'

/** How far back a line is believed to be the same line. */
const WINDOW_MS = 12 * 3_600_000
const MOST_TICKS = 100
/** A host that never answered in this many heartbeats is down or blocked itself: it says nothing of the line. */
const SILENT_AFTER = 5

interface TickStore {
  getAll(range: IDBKeyRange, count: number): Promise<unknown[]>
}

/** How often looks fail on this network when nothing is wrong, from its heartbeats before `at`. */
export async function baseRateAt(ticks: TickStore, networkId: string, at: number): Promise<number> {
  const rows = await ticks.getAll(IDBKeyRange.bound(at - WINDOW_MS, at), MOST_TICKS)
  return baseRateOf(
    rows.flatMap((row) => readRow(TickSchema, row) ?? []).filter((t) => t.networkId === networkId),
  )
}

export function baseRateOf(ticks: readonly Pick<Tick, 'connectivity' | 'references'>[]): number {
  const hosts = new Map<string, { failed: number; asked: number }>()
  for (const { connectivity, references } of ticks) {
    // While the link is cut nothing is judged, so what fails then is no failure of a look.
    if (connectivity !== 'online' && connectivity !== 'degraded') continue
    for (const [host, ok] of Object.entries(references)) {
      const known = hosts.get(host) ?? { failed: 0, asked: 0 }
      hosts.set(host, { failed: known.failed + (ok ? 0 : 1), asked: known.asked + 1 })
    }
  }
  const telling = [...hosts.values()].filter((h) => h.asked < SILENT_AFTER || h.failed < h.asked)
  if (telling.length === 0) return PRIOR_FAILURE_RATE
  const sum = (key: 'failed' | 'asked') => telling.reduce((total, h) => total + h[key], 0)
  return baseFailureRate(sum('failed'), sum('asked'))
}
