import * as v from 'valibot'
import { type Observation, ObservationSchema } from '../../core/model/observation.ts'

export interface ReadObservations {
  observations: Observation[]
  /** What could not be read, kept as it is: newer than this build, or damaged. */
  unread: unknown[]
}

/** Reads stored observations one by one, so that one which cannot be read hides no other. */
export function readObservations(rows: readonly unknown[]): ReadObservations {
  const observations: Observation[] = []
  const unread: unknown[] = []
  for (const row of rows) {
    const result = v.safeParse(ObservationSchema, row)
    if (result.success) observations.push(result.output)
    else unread.push(row)
  }
  return { observations, unread }
}
