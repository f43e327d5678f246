import type { Target } from '../../core/model/target.ts'
import { measurementOf } from '../history/measurement.ts'
import type { History } from '../history/open.ts'
import { statusList } from '../history/read.ts'
import type { SweepPace } from '../history/records.ts'
import { BROWSER } from '../platform/which.ts'
import type { Settings } from '../settings/settings.ts'
import { enabledTargets } from '../watchlist/enabled-targets.ts'
import { restsAfterReset } from './back-off.ts'

/** What a sweep of this pace should look at: all that is switched on, in the background without what rests. */
export async function targetsDue(
  history: History,
  settings: Settings,
  networkId: string,
  pace: SweepPace,
  now: number,
): Promise<Target[]> {
  return history.withDb(async (db) => {
    const { rows } = await statusList(db, networkId)
    const targets = enabledTargets(
      rows.map(({ target }) => target),
      settings,
    )
    if (pace === 'now' || BROWSER !== 'firefox') return targets
    const resting = new Set<string>()
    for (const { target, latest } of rows) {
      if (latest?.verdict.status !== 'blocked') continue
      const last = (await measurementOf(db, latest.measurementId))?.measurement ?? null
      if (restsAfterReset(last, settings.intervalMinutes * 60_000, now)) resting.add(target.id)
    }
    return targets.filter(({ id }) => !resting.has(id))
  })
}
