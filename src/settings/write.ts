import * as v from 'valibot'
import {
  browserTimeZone,
  DAMAGED_SETTINGS_KEY,
  loadSettings,
  SETTINGS_KEY,
  type StorageArea,
} from './read.ts'
import { type Settings, SettingsSchema } from './settings.ts'

/** What may be changed without asking again; `groups` may name only those that change. */
export type SettingsPatch = Partial<Omit<Settings, 'version' | 'consent' | 'groups'>> & {
  groups?: Partial<Settings['groups']>
}

export interface ConsentGiven {
  at: number
  /** Which text the user agreed to. */
  textVersion: number
  groups: Settings['groups']
  secondOpinions: boolean
  country: string
}

/** The only writer of settings: one a storage area, in the background. */
export interface SettingsWriter {
  /** Answers the settings as stored. Throws a ValiError, and stores nothing, when a value is not allowed. */
  update(patch: SettingsPatch): Promise<Settings>
  giveConsent(given: ConsentGiven): Promise<Settings>
}

const PatchSchema = v.partial(v.omit(SettingsSchema, ['version', 'consent']))

export function settingsWriter(area: StorageArea, timeZone = browserTimeZone()): SettingsWriter {
  let queue: Promise<unknown> = Promise.resolve()

  /** One after another: each change is made to what the one before has stored, so none is lost. */
  function change(edit: (current: Settings) => Settings): Promise<Settings> {
    const mine = queue.then(async () => {
      const { settings, damaged } = await loadSettings(area, timeZone)
      const next = v.parse(SettingsSchema, edit(settings))
      await area.set({
        [SETTINGS_KEY]: next,
        ...(damaged === undefined ? {} : { [DAMAGED_SETTINGS_KEY]: damaged }),
      })
      return next
    })
    queue = mine.catch(() => {})
    return mine
  }

  return {
    update: (patch) =>
      change((current) => {
        // Parsed here as well as in the message check: consent can never ride in on a patch.
        const { groups, ...rest } = v.parse(PatchSchema, patch)
        return { ...current, ...defined(rest), groups: { ...current.groups, ...groups } }
      }),
    giveConsent: ({ at, textVersion, groups, secondOpinions, country }) =>
      change((current) => ({
        ...current,
        consent: { at, textVersion },
        groups: { ...current.groups, ...groups },
        secondOpinions,
        country,
      })),
  }
}

/** Without the keys that are there but undefined: they mean "as it was". */
function defined<T extends object>(patch: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }
}
