import * as v from 'valibot'
import { DEFAULT_GROUPS, defaultSettings } from './defaults.ts'
import { migrateSettings, SETTINGS_MIGRATIONS } from './migrations/index.ts'
import { type Settings, SettingsSchema } from './settings.ts'

/** The part of a browser storage area the settings need. */
export interface StorageArea {
  get(key: string): Promise<Record<string, unknown>>
  set(items: Record<string, unknown>): Promise<void>
}

export const SETTINGS_KEY = 'settings'

/** Where settings that could not be read are kept, as they were, once new ones are written over them. */
export const DAMAGED_SETTINGS_KEY = 'settings.damaged'

/** An IANA time zone name, e.g. the browser's own. */
export function browserTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone
}

/**
 * The user's settings; the defaults, without consent, when there are none or they cannot be read. Reading never
 * writes: whatever is on the disk stays there until the next change.
 */
export async function readSettings(area: StorageArea, timeZone = browserTimeZone()): Promise<Settings> {
  return (await loadSettings(area, timeZone)).settings
}

export interface Loaded {
  settings: Settings
  /** What the disk held if it was not readable; undefined when all is well. */
  damaged: unknown
}

export async function loadSettings(area: StorageArea, timeZone: string): Promise<Loaded> {
  const stored = (await area.get(SETTINGS_KEY))[SETTINGS_KEY]
  if (stored === undefined) return { settings: defaultSettings(timeZone), damaged: undefined }
  const parsed = parseSettings(stored)
  return parsed
    ? { settings: parsed, damaged: undefined }
    : { settings: defaultSettings(timeZone), damaged: stored }
}

/** null when it is not what settings should be. For a page that follows storage changes, too. */
export function parseSettings(stored: unknown): Settings | null {
  let migrated: unknown
  try {
    migrated = migrateSettings(stored, SETTINGS_MIGRATIONS)
  } catch {
    // A migration choked on damaged data.
    return null
  }
  const result = v.safeParse(SettingsSchema, migrated)
  if (!result.success) return null
  // A group that came with a later list has no entry yet.
  return { ...result.output, groups: { ...DEFAULT_GROUPS, ...result.output.groups } }
}
