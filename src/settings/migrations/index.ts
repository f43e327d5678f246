import * as v from 'valibot'
import { type Chain, startAt, stepsFrom } from '../../history/migrations/chain.ts'
import { control } from './002-control.ts'
import { limits } from './003-limits.ts'

/** Turns the settings of one version into those of the next. Frozen once released; gets what the disk held. */
export interface SettingsMigration {
  migrate(old: Record<string, unknown>): Record<string, unknown>
}

/** Every change of the settings' shape, in order: one file and one spec each. Version 1 is where they began. */
export const SETTINGS_MIGRATIONS: Chain<3, SettingsMigration> = startAt<1, SettingsMigration>(1)
  .with(control)
  .with(limits)

const Versioned = v.looseObject({ version: v.pipe(v.number(), v.integer(), v.minValue(1)) })

/** Stored settings in today's shape, still unchecked; null when they carry no version, or a later one than ours. */
export function migrateSettings(stored: unknown, chain: Chain<number, SettingsMigration>): unknown {
  const versioned = v.safeParse(Versioned, stored)
  if (!versioned.success || versioned.output.version > chain.version) return null
  return stepsFrom(chain, versioned.output.version).reduce<Record<string, unknown>>(
    (settings, step) => ({ ...step.migrate(settings), version: step.to }),
    versioned.output,
  )
}
