import * as v from 'valibot'
import { type Observation, ObservationSchema } from './observation.ts'

/**
 * Turns stored observations of any age into today's shape. Version 1 is the first, so nothing is lifted yet;
 * when OBSERVATION_VERSION grows, the step from each older version goes here and stored data stay as written.
 * What a later or foreign program wrote is counted, never thrown at the reader, and stays in the store.
 */
export function readObservations(stored: unknown): { observations: Observation[]; unread: number } {
  if (!Array.isArray(stored)) return { observations: [], unread: stored === undefined ? 0 : 1 }
  const read = stored.map((item) => v.safeParse(ObservationSchema, item))
  const observations = read.flatMap((r) => (r.success ? [r.output] : []))
  return { observations, unread: read.length - observations.length }
}
