import * as v from 'valibot'
import { type Observation, ObservationSchema } from './observation.ts'

/**
 * Turns stored observations of any age into today's shape; stored data stay as written. What a later or foreign
 * program wrote is counted, never thrown at the reader, and stays in the store.
 */
export function readObservations(stored: unknown): { observations: Observation[]; unread: number } {
  if (!Array.isArray(stored)) return { observations: [], unread: stored === undefined ? 0 : 1 }
  const read = stored.map((item) => v.safeParse(ObservationSchema, upcast(item)))
  const observations = read.flatMap((r) => (r.success ? [r.output] : []))
  return { observations, unread: read.length - observations.length }
}

/** One step from each older version to the next; the newest and the unknown pass unchanged. */
export function upcast(item: unknown): unknown {
  if (typeof item !== 'object' || item === null || !('v' in item)) return item
  return item.v === 1 ? fromFirst({ ...item }) : item
}

/** Version 2 told more of bodies, addresses and references; what was not seen then is null now. */
function fromFirst(item: Record<string, unknown>): unknown {
  const two = { ...item, v: 2 }
  switch (item.kind) {
    case 'page':
      return { firstByteMs: null, quietMs: null, ...two }
    case 'address':
      return { via: 'literal', ...two }
    case 'reference': {
      const timing = { dns: null, connect: null, tls: null, wait: null, body: null }
      return { timing, ip: null, proxied: null, ...two }
    }
    default:
      return two
  }
}
