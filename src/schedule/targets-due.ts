import type { Target } from '../../core/model/target.ts'
import { measurementOf } from '../history/measurement.ts'
import type { History } from '../history/open.ts'
import { type StatusRow, statusList } from '../history/read.ts'
import { listTargets } from '../history/targets.ts'
import { BROWSER } from '../platform/which.ts'
import type { Settings } from '../settings/settings.ts'
import { enabledTargets } from '../watchlist/enabled-targets.ts'
import { restsAfterReset } from './back-off.ts'
import { intervalOf, isOwed, sweepPeriod } from './sweep-period.ts'

export interface DueOn {
  networkId: string
  now: number
  /** From one ordinary sweep to the next. */
  periodMs: number
  jitter: number
  /** How much rarer everything is just now (a metered connection). */
  factor: number
}

/** What the user's own sweep looks at: all that is switched on. */
export function targetsEnabled(history: History, settings: Settings): Promise<Target[]> {
  return history.withDb(async (db) => enabledTargets(await listTargets(db), settings))
}

export async function periodOf(history: History, settings: Settings, factor: number): Promise<number> {
  return sweepPeriod(await targetsEnabled(history, settings), settings) * factor
}

/** What a background sweep looks at: of what is switched on, that whose own interval has passed, without what rests. */
export async function targetsDue(history: History, settings: Settings, on: DueOn): Promise<Target[]> {
  return history.withDb(async (db) => {
    const { rows } = await statusList(db, on.networkId)
    const listed = new Set(
      enabledTargets(
        rows.map(({ target }) => target),
        settings,
      ),
    )
    const due: Target[] = []
    for (const row of rows) {
      if (!listed.has(row.target) || !owes(row, settings, on)) continue
      if (!(await rests(row))) due.push(row.target)
    }
    return due

    /** Firefox alone repeats what was reset. */
    async function rests({ target, latest }: StatusRow): Promise<boolean> {
      if (BROWSER !== 'firefox' || latest?.verdict.status !== 'blocked') return false
      const last = (await measurementOf(db, latest.measurementId))?.measurement ?? null
      return restsAfterReset(last, intervalOf(target, settings) * on.factor, on.now)
    }
  })
}

function owes({ target, latest }: StatusRow, settings: Settings, on: DueOn): boolean {
  // What could not be asked was not looked at.
  if (latest === null || latest.verdict.status === 'untested') return true
  const intervalMs = intervalOf(target, settings) * on.factor
  return isOwed(latest.at, { now: on.now, intervalMs, periodMs: on.periodMs, jitter: on.jitter })
}
