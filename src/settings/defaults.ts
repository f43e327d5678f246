import type { TargetGroup } from '../../core/model/target.ts'
import type { Settings } from './settings.ts'
import { countryOfTimeZone } from './time-zone.ts'

/** Sensitive groups stay off until the user chose them: testing them may draw attention. */
export const DEFAULT_GROUPS: Readonly<Record<TargetGroup, boolean>> = {
  messengers: true,
  social: true,
  news: true,
  'news-kz': true,
  circumvention: false,
  'human-rights': false,
  government: true,
  payments: true,
  custom: true,
}

/** What testing and keeping may cost unless the user says otherwise. */
export const DEFAULT_LIMITS = {
  dailyMegabytes: 300,
  dailyRequests: 20_000,
  onMetered: 'less',
  quietOnVpn: false,
  networkLookup: null,
  keepHistory: true,
  keepDays: 365,
  keepMegabytes: 2_000,
} as const satisfies Partial<Settings>

/** What a new installation starts with: no consent, so nothing runs, and nobody is asked for a second opinion. */
export function defaultSettings(timeZone: string): Settings {
  return {
    version: 3,
    consent: null,
    secondOpinions: false,
    customResolver: null,
    controlHelpers: null,
    snapshot: null,
    transferMegabytes: 0,
    country: countryOfTimeZone(timeZone),
    groups: { ...DEFAULT_GROUPS },
    paused: false,
    intervalMinutes: 60,
    ...DEFAULT_LIMITS,
  }
}
