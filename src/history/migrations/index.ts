import type { HISTORY_VERSION } from '../schema.ts'
import { firstSchema } from './001-first-schema.ts'
import { outagesAndLongRollups } from './002-outages-and-long-rollups.ts'
import { type Chain, startAt } from './chain.ts'
import type { HistoryMigration } from './migration.ts'

/**
 * Every schema change ever released, in order. Add at the end; never edit a released one. The type holds the end to the
 * version that pages go by.
 */
export const HISTORY_MIGRATIONS: Chain<typeof HISTORY_VERSION, HistoryMigration> = startAt<
  0,
  HistoryMigration
>(0)
  .with(firstSchema)
  .with(outagesAndLongRollups)
