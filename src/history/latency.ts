import type { Observation, PageObservation } from '../../core/model/observation.ts'

const ROLES = new Set(['target', 'repeat'])

/** Time to the first byte of the last answered page fetch, ms; null when the browser shows too little. */
export function latencyOf(observations: readonly Observation[]): number | null {
  const answered = observations.findLast(
    (seen): seen is PageObservation => seen.kind === 'page' && ROLES.has(seen.role) && seen.response !== null,
  )
  if (!answered) return null
  const { dns, connect, tls, wait, body } = answered.timing
  if (wait !== null) return (dns ?? 0) + (connect ?? 0) + (tls ?? 0) + wait
  return body === null ? null : Math.max(0, answered.ms - body)
}
