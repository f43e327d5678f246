import type { Observation } from '../../core/model/observation.ts'

/** Whether a look was cut off by a reset: in Firefox such a target must be left alone (src/schedule/back-off.ts). */
export function wasCutOff(observations: readonly Observation[]): boolean {
  return observations.some(
    (o) => o.kind === 'page' && (o.failure?.code === 'tcp.reset' || o.failure?.code === 'tcp.closed'),
  )
}
