import type { SweepPace } from '../history/records.ts'
import type { Settings } from '../settings/settings.ts'

/** Everything a page may ask of the background. Request and answer types, by name. */
export interface MessageMap {
  /** Starts a sweep of everything due (or just of `urls`); answers the running one if there is one. */
  'sweep.start': { request: { pace: SweepPace; urls?: string[] }; answer: { sweepId: string } }
  /** Ends the running sweep; finished measurements stay. */
  'sweep.stop': { request: Record<string, never>; answer: null }
  /** Measures one URL now, on the list or not (the site in this tab). */
  'target.check': { request: { url: string }; answer: { sweepId: string; targetId: string } }
  /** Puts a site on the list, or back on it. */
  'target.add': { request: { url: string }; answer: { targetId: string } }
  /** Takes a site off the list; its history stays. */
  'target.remove': { request: { targetId: string }; answer: null }
  /** Match patterns of the host access these URLs need. The public suffix list behind it is too heavy for the popup. */
  'access.origins': { request: { urls: string[] }; answer: { origins: string[] } }
  /** The user agreed on the welcome page. Host access was asked there, in the gesture. */
  'consent.give': {
    request: { groups: Settings['groups']; secondOpinions: boolean; country: string }
    answer: null
  }
  'settings.update': { request: Partial<Omit<Settings, 'version' | 'consent'>>; answer: Settings }
}
export type MessageName = keyof MessageMap

/** Kept in storage.session under 'progress' while a sweep runs; pages follow it with storage.onChanged. */
export interface SweepProgress {
  sweepId: string
  pace: SweepPace
  total: number
  done: number
  startedAt: number
  running: boolean
}
