import type { Step } from '../../history/migrations/chain.ts'
import type { SettingsMigration } from './index.ts'

/** Views from outside, the published snapshot, and the size budget of the transfer test. */
export const control: SettingsMigration & Step<1, 2> = {
  from: 1,
  to: 2,
  migrate: (old) => ({ ...old, controlHelpers: null, snapshot: null, transferMegabytes: 0 }),
}
