import type { Step } from '../../history/migrations/chain.ts'
import type { SettingsMigration } from './index.ts'

/** What testing may cost in a day, when it is quiet, who is asked where we are, and how much is kept. */
export const limits: SettingsMigration & Step<2, 3> = {
  from: 2,
  to: 3,
  migrate: (old) => ({
    ...old,
    dailyMegabytes: 300,
    dailyRequests: 20_000,
    onMetered: 'less',
    quietOnVpn: false,
    networkLookup: null,
    keepHistory: true,
    keepDays: 365,
    keepMegabytes: 2_000,
  }),
}
