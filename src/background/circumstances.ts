import type { Resting } from '../messages/messages.ts'
import { currentNetwork } from '../networks/current.ts'
import { isMetered } from '../platform/connection.ts'
import { type DayBudget, NO_RESERVE, type Reserve, reserveFor } from '../schedule/day-budget.ts'
import type { Pace } from '../schedule/pace.ts'
import { intervalFactor, restOf } from '../schedule/resting.ts'
import type { Settings } from '../settings/settings.ts'

export interface CircumstancesDeps {
  settings(): Promise<Settings>
  budget: DayBudget
  pace: Pace
}

/** What the user's limits make of the connection we have just now. */
export function circumstancesIn({ settings: read, budget, pace }: CircumstancesDeps) {
  async function rest(reserveOf: (now: number, settings: Settings) => Reserve): Promise<Resting | null> {
    const now = Date.now()
    const [settings, { vpn }, spent] = await Promise.all([read(), currentNetwork(), budget.spent(now)])
    const reserve = reserveOf(now, settings)
    return restOf({ settings, metered: isMetered(), vpn, spent, reserve, now, recheckMs: pace.troubleMs })
  }
  return {
    restOfSweeps: () => rest((now, settings) => reserveFor(now, pace.heartbeatMs, settings)),
    restOfBeats: () => rest(() => NO_RESERVE),
    factor: async () => intervalFactor(await read(), isMetered()),
    /** A connection paid for by the byte carries no transfer tests. */
    async settingsNow(): Promise<Settings> {
      const settings = await read()
      const saves = isMetered() && settings.onMetered !== 'same'
      return saves ? { ...settings, transferMegabytes: 0 } : settings
    },
  }
}
