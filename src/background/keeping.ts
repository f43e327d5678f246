import type { Tick } from '../../core/connectivity/tick.ts'
import type { History } from '../history/open.ts'
import { recordMeasurement } from '../history/record.ts'
import type { Measurement } from '../history/records.ts'
import { recordTick } from '../history/ticks.ts'
import { runUpkeep } from '../history/upkeep.ts'
import type { Pace } from '../schedule/pace.ts'
import type { Settings } from '../settings/settings.ts'
import { publishTick } from './publish.ts'

export interface KeepingDeps {
  history: History
  settings(): Promise<Settings>
  pace: Pace
}

/** What is seen goes into the history, as far as the user wants one. */
export function keeping({ history, settings, pace }: KeepingDeps) {
  return {
    async look(look: Measurement) {
      return history.withDb((db) => recordMeasurement(db, look, pace))
    },
    async tick(tick: Tick): Promise<void> {
      await publishTick(tick)
      if ((await settings()).keepHistory) await history.withDb((db) => recordTick(db, tick))
    },
    async upkeep(ready: () => Promise<void>): Promise<boolean> {
      return (await runUpkeep(history, await settings(), Date.now(), { ready })).more
    },
  }
}
