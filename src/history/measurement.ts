import { readObservations } from '../../core/model/upcast.ts'
import type { Measurement } from './records.ts'
import type { HistoryDb } from './schema.ts'
import { MeasurementSchema, readRow } from './stored.ts'

export interface StoredMeasurement {
  measurement: Measurement
  /** How many observations this build cannot read; they stay in the store as they are. */
  unread: number
}

/** One look with its evidence; null when there is none of that id, or its row cannot be read. */
export async function measurementOf(db: HistoryDb, id: string): Promise<StoredMeasurement | null> {
  const row = readRow(MeasurementSchema, await db.get('measurements', id))
  if (!row) return null
  const { observations, unread } = readObservations(row.observations)
  return { measurement: { ...row, observations }, unread }
}
