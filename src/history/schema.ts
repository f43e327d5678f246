import type { DBSchema, IDBPDatabase } from 'idb'
import type { Target } from '../../core/model/target.ts'
import type {
  HistoryEvent,
  Latest,
  LinkHour,
  LongRollup,
  Measurement,
  Meta,
  Network,
  Outage,
  Rollup,
  Sweep,
  SweepState,
  Tick,
} from './records.ts'

/** The current shape of the database; the migrations build it. */
export interface HistorySchema extends DBSchema {
  targets: { key: string; value: Target }
  networks: { key: string; value: Network }
  sweeps: { key: string; value: Sweep; indexes: { state: SweepState } }
  measurements: {
    key: string
    value: Measurement
    /** [targetId, networkId, at, id]: ends in the id so that keys are unique and paging skips no row. */
    indexes: { 'by-target': [string, string, number, string] }
  }
  latest: { key: [networkId: string, targetId: string]; value: Latest }
  ticks: { key: number; value: Tick }
  events: {
    key: string
    value: HistoryEvent
    /** [targetId, networkId, firstAfter, id] */
    indexes: {
      'by-target': [string, string, number, string]
      /** [firstAfter, id] */
      'by-time': [number, string]
    }
  }
  rollups: { key: [networkId: string, targetId: string, hour: number]; value: Rollup }
  days: { key: [networkId: string, targetId: string, start: number]; value: LongRollup }
  months: { key: [networkId: string, targetId: string, start: number]; value: LongRollup }
  linkHours: { key: [networkId: string, hour: number]; value: LinkHour }
  /** The id begins with the onset, so keys sort by time. */
  outages: { key: string; value: Outage }
  meta: { key: string; value: Meta }
}

export type HistoryDb = IDBPDatabase<HistorySchema>

export const HISTORY_NAME = 'fenceline-history'

/** The pages know it without the migrations that lead there. */
export const HISTORY_VERSION = 2
