import type { Settings } from '../settings/settings.ts'
import { backfillStep } from './backfill.ts'
import { HistoryError } from './history-error.ts'
import type { History } from './open.ts'
import { looksBeyond, type PruneWhat, pruneLooks } from './prune-looks.ts'
import { type PruneStep, pruneHours, pruneLinkHours, pruneSweeps, pruneTicks } from './prune-rest.ts'
import { DAY_MS } from './rollup.ts'

/** Hours: the strips and the last 30 days of a year ago. Days, months, events and outages stay for ever. */
const HOURS_MS = 400 * DAY_MS
const SWEEPS_MS = 30 * DAY_MS

export interface UpkeepOptions {
  /** After this it stops between two batches, and says that there is more. */
  budgetMs?: number
  /** Before each batch; waits as long as something better is to be done. */
  ready?: () => Promise<void>
  /** Monotonic, ms. */
  clock?: () => number
}

export interface Upkeep {
  /** Single looks. */
  removed: number
  /** Time was up: call again soon. */
  more: boolean
}

/**
 * What can wait: counts what still waits to be counted, then removes single looks beyond the days and megabytes that
 * the settings keep, and whatever else has had its time. In small batches, the oldest first, each a transaction of its
 * own: cut off anywhere, the next run goes on with what is then the oldest.
 */
export async function runUpkeep(
  history: History,
  settings: Pick<Settings, 'keepDays' | 'keepMegabytes'>,
  now: number,
  options: UpkeepOptions = {},
): Promise<Upkeep> {
  const { budgetMs = 8_000, ready, clock = () => performance.now() } = options
  const end = clock() + budgetMs
  let removed = 0
  let isTimeUp = false

  /** Does batch after batch until one answers that nothing is left, or time is up: at least one of those that do. */
  async function all(batch: () => Promise<boolean>): Promise<void> {
    while (!isTimeUp) {
      await ready?.()
      if (await batch()) return
      isTimeUp = clock() >= end
    }
  }
  async function looks(what: PruneWhat): Promise<void> {
    if (isTimeUp) return
    const pruning = await history.withDb((db) => pruneLooks(db, what))
    await all(async () => {
      const n = await history.withDb((db) => pruning.next(db))
      removed += n
      return n === 0
    })
  }
  const rest = (step: PruneStep, before: number) => all(() => history.withDb((db) => step(db, before)))

  // First: days and months are summed up from hours that go below. A full disk has no room for them, but for going on.
  const isCounted = await all(() => history.withDb(backfillStep)).then(
    () => true,
    (error: unknown) => {
      if (error instanceof HistoryError && error.code === 'quota') return false
      throw error
    },
  )
  await looks({ before: now - settings.keepDays * DAY_MS })
  if (!isTimeUp) await looks({ most: await history.withDb((db) => looksBeyond(db, settings.keepMegabytes)) })
  await rest(pruneTicks, now - settings.keepDays * DAY_MS)
  if (isCounted) await rest(pruneHours, now - HOURS_MS)
  await rest(pruneLinkHours, now - HOURS_MS)
  await rest(pruneSweeps, now - SWEEPS_MS)
  return { removed, more: isTimeUp }
}
