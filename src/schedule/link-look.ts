import type { ReferenceObservation } from '../../core/model/observation.ts'
import { reachable } from '../measure/reachable.ts'
import { lookAtReference, lookAtReferences, type Reference, referencesFor } from '../measure/references.ts'
import { RequestLog } from '../measure/request-log.ts'
import { Wakefulness } from '../measure/wakefulness.ts'
import { keepAlive } from '../platform/keep-alive.ts'
import { takeLease } from './lease.ts'

/** A second look at hosts that were all silent: whatever hung on old connections is over by then. */
const SETTLE_MS = 1_500

export interface LinkLook {
  references: ReferenceObservation[]
  /** Only a few were asked, and all of them answered. */
  light: boolean
}

export interface LookAtLink {
  light: boolean
  turn: number
  country: string
  signal: AbortSignal
  keepAliveMs: number
}

/** One of each group, another one each turn, so that none is asked every five minutes. */
export function fewOf(references: readonly Reference[], turn: number): Reference[] {
  const groups = new Set(references.map(({ group }) => group))
  return [...groups].flatMap((name) => {
    const group = references.filter((r) => r.group === name)
    return group[turn % group.length] ?? []
  })
}

/**
 * Asks reference hosts how the link is. A light look asks a few without webRequest listeners: whether they answer is
 * all it must know. As soon as one does not, all are asked under the lease, where the browser tells why. Null when the
 * device slept in the middle, or the look was called off: its times would tell of that and not of the link.
 */
export async function lookAtLink(how: LookAtLink): Promise<LinkLook | null> {
  const awake = new Wakefulness()
  const letGo = keepAlive(how.keepAliveMs)
  try {
    const { result, stopped } = await awake.during(() => look(how))
    return stopped || how.signal.aborted ? null : result
  } finally {
    letGo()
    awake.end()
  }
}

async function look({ light, turn, country, signal }: LookAtLink): Promise<LinkLook> {
  if (!light) return { references: await lookAtAll(country, signal), light: false }
  const few = fewOf(await reachable(referencesFor(country)), turn)
  const seen = await Promise.all(few.map((r) => lookAtReference(new RequestLog(), r, signal)))
  if (signal.aborted || seen.every((o) => o.ok)) return { references: seen, light: true }
  // Without listeners the failed ones have no cause: all are asked anew, those too.
  const all = await lookAtAll(country, signal)
  return { references: [...seen.filter((o) => o.ok), ...all], light: false }
}

async function lookAtAll(country: string, signal: AbortSignal): Promise<ReferenceObservation[]> {
  const log = new RequestLog()
  const endLease = await takeLease('heartbeat', log.listen)
  try {
    const seen = await lookAtReferences(log, country, signal)
    const hung = seen.some(
      (o) => o.failure?.code === 'timed_out' || o.failure?.code === 'local.network_changed',
    )
    if (signal.aborted || !hung || seen.some((o) => o.ok)) return seen
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS))
    return [...seen, ...(await lookAtReferences(log, country, signal))]
  } finally {
    endLease()
  }
}
