import { firstSchema } from './001-first-schema.ts'
import { outagesAndLongRollups } from './002-outages-and-long-rollups.ts'
import { startAt } from './chain.ts'
import type { HistoryMigration } from './migration.ts'

/** Every schema change ever released, in order. Add at the end; never edit a released one. */
export const HISTORY_MIGRATIONS = startAt<0, HistoryMigration>(0)
  .with(firstSchema)
  .with(outagesAndLongRollups)

export const HISTORY_VERSION = HISTORY_MIGRATIONS.version
