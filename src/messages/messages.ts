import type { Verdict } from '../../core/model/verdict.ts'
import type { FingerprintsInfo } from '../fingerprints/fingerprint.ts'
import type { Network, SweepPace } from '../history/records.ts'
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
  /** How often one site is looked at in the background; null: as the settings say. */
  'target.interval': { request: { targetId: string; minutes: number | null }; answer: null }
  /** Asks anew where we are, whatever is remembered. `why` says why nobody could tell. */
  'network.refresh': {
    request: Record<string, never>
    answer: { network: Network | null; why: 'not-allowed' | 'failed' | null }
  }
  /** The user's own word for a network; null takes it away. */
  'network.label': { request: { networkId: string; label: string | null }; answer: null }
  /**
   * Forgets: `history` all that was measured, where, and when; `everything` the watchlist, settings and agreement too,
   * as if just installed.
   */
  'history.wipe': { request: { what: 'history' | 'everything' }; answer: null }
  /** Removes the oldest single looks now, beyond what the settings keep (a full disk). Answers how many. */
  'history.prune': { request: Record<string, never>; answer: { removed: number } }
  /** Begins to restore a backup; error code `restore-busy` while another one is under way. */
  'restore.begin': { request: { schema: number }; answer: { restoreId: string } }
  /** Rows of one store, as the backup has them. Each is checked; what is there already stays as it is. */
  'restore.rows': {
    request: { restoreId: string; store: string; rows: unknown[] }
    answer: RestoredRows
  }
  /** Ends it: counts are rebuilt. `cancel` leaves what was added (each row is whole by itself). */
  'restore.end': { request: { restoreId: string; cancel: boolean }; answer: null }
  'settings.update': { request: Partial<Omit<Settings, 'version' | 'consent'>>; answer: Settings }
  /**
   * Keeps a list of known block pages: the text of OONI's fingerprints_http.csv or fingerprints_dns.csv. Replaces an
   * earlier one of the same kind. Error codes: `fingerprints-` and `too-large`, `not-csv`, `columns` or `empty`.
   */
  'fingerprints.import': { request: { text: string; fileName: string }; answer: FingerprintsInfo }
  /** Forgets all imported lists. */
  'fingerprints.remove': { request: Record<string, never>; answer: null }
  'fingerprints.info': { request: Record<string, never>; answer: FingerprintsInfo | null }
}
export type MessageName = keyof MessageMap

/** What became of the rows of one message. */
export interface RestoredRows {
  added: number
  /** Were there already. */
  known: number
  /** Not what such a row must be. */
  refused: number
}

/** Kept in storage.session under 'progress' while a sweep runs; pages follow it with storage.onChanged. */
export interface SweepProgress {
  sweepId: string
  pace: SweepPace
  total: number
  done: number
  startedAt: number
  running: boolean
  /** What the sweep cost so far: network requests and decoded bytes, diagnosis included. */
  requests: number
  bytes: number
  /** First words on targets that are still looked into, by target id; replaced by the result when it is there. */
  early: Record<string, EarlyVerdict>
}

/**
 * Kept in storage.session under 'resting' while nothing is done in the background; absent or null otherwise. The user's
 * own "test now" is never held back.
 */
export interface Resting {
  /** `vpn`: quiet by the user's choice; `metered`: the same; `budget`: the day's is used up. */
  why: 'paused' | 'vpn' | 'metered' | 'budget'
  /** When it is looked at again, epoch ms; null: when the user says. */
  until: number | null
}

/** What can be said before the diagnosis has ended. */
export type EarlyVerdict = Pick<Verdict, 'status' | 'mechanism' | 'confidence'>
