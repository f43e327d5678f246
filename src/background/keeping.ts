import type { Tick } from '../../core/connectivity/tick.ts'
import { lookKeeper } from '../history/keep-look.ts'
import type { History } from '../history/open.ts'
import type { Measurement, Sweep } from '../history/records.ts'
import { runningSweep } from '../history/sweeps.ts'
import { recordTick } from '../history/ticks.ts'
import { runUpkeep } from '../history/upkeep.ts'
import { waitingLooks } from '../history/waiting-looks.ts'
import { browser } from '../platform/browser.ts'
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
  const waiting = browser.storage.session
  const looks = lookKeeper({ history, waiting })
  const how = async () => ({ pace, keepHistory: (await settings()).keepHistory })
  return {
    look: async (look: Measurement) => looks.keep(look, await how()),
    /** The sweep under way. What waits for a full disk was looked at: it must not be looked at twice. */
    async running(): Promise<Sweep | null> {
      const waits = (await looks.flush(await how())) > 0 ? await waitingLooks(waiting) : []
      const sweep = await history.withDb(runningSweep)
      if (!sweep || waits.length === 0) return sweep
      const seen = new Set(waits.filter((look) => look.sweepId === sweep.id).map((look) => look.targetId))
      return { ...sweep, items: sweep.items.map((i) => (seen.has(i.targetId) ? { ...i, done: true } : i)) }
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
