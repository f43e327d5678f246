import type { PageObservation } from '../model/observation.ts'
import { OBSERVATION_VERSION } from '../model/observation.ts'
import { isAddress } from '../net/address.ts'
import { factsOf } from './facts/facts.ts'
import type { JudgeInput } from './judge.ts'
import { EARLY_MS, idOf, idOfObservation, type Look, MAX_LOOKS, PAGE_TIMEOUT_MS } from './plan/look.ts'
import type { Situation } from './plan/situation.ts'
import { addressLooks, WANTS } from './plan/wants.ts'

export {
  EARLY_MS,
  idOf,
  type Look,
  MAX_LOOKS,
  PAGE_TIMEOUT_MS,
  PATIENT_TIMEOUT_MS,
} from './plan/look.ts'

export type PlanInput = JudgeInput & {
  secondOpinions: boolean
  /** A control helper or a snapshot can be had. */
  control: boolean
  /** The user's size budget has room for a transfer test. */
  transfers: boolean
  /** Looks begun and not yet answered: none is asked twice. */
  pending: readonly Look[]
  /** Looks that have ended, whatever they brought: one that brought nothing is not made again. */
  ended?: readonly Look[]
  /** How long the first look at the target has been pending, ms; null when it has ended or not begun. */
  waitingMs: number | null
  /**
   * A look to confirm an anomaly seen before: addresses are asked before the name is said, so that what the name
   * sets off (residual blocking) cannot colour them.
   */
  retest: boolean
}

/**
 * The looks to begin now, given what was seen and what is under way; [] when there is nothing to begin. Asked again
 * whenever a look ends, and once when the first has been pending for EARLY_MS. Nothing is asked twice, and never
 * more than MAX_LOOKS altogether, so it ends whatever the looks bring.
 *
 *   healthy ------------> the page, nothing else
 *   failed or doubtful -> what plan/wants.ts lists
 *   silent for 4 s -----> the second opinions of that list, side by side with the page that is still awaited
 *   to be confirmed ----> the addresses first, then as above
 */
export function nextLooks(input: PlanInput): Look[] {
  const begun = new Set([...input.pending, ...(input.ended ?? [])].map(idOf))
  for (const o of input.observations) {
    const id = idOfObservation(o)
    if (id !== null) begun.add(id)
  }
  const fresh = new Map<string, Look>()
  for (const look of wanted(input, begun)) if (!begun.has(idOf(look))) fresh.set(idOf(look), look)
  return [...fresh.values()].slice(0, Math.max(0, MAX_LOOKS - begun.size))
}

function wanted(input: PlanInput, begun: ReadonlySet<string>): Look[] {
  const target: Look = { kind: 'page', role: 'target', url: input.url, timeoutMs: PAGE_TIMEOUT_MS }
  const ended = new Set((input.ended ?? []).map(idOf))
  const isSeen = (look: Look) =>
    ended.has(idOf(look)) || input.observations.some((o) => idOfObservation(o) === idOf(look))
  const isPending = (look: Look) => input.pending.some((p) => idOf(p) === idOf(look))
  if (input.observations.some((o) => o.kind === 'skipped')) return []
  if (!begun.has(idOf(target))) return beforeTheName(input, begun) ?? [target]

  const over = !isPending(target)
  if (!over && (input.waitingMs ?? 0) < EARLY_MS) return []
  const observations = over ? input.observations : [...input.observations, silence(input)]
  const f = factsOf({ ...input, observations })
  const s: Situation = { f, input, over, isSeen, isPending }
  return WANTS.filter((want) => (over || want.early) && want.when(s)).flatMap((want) => want.looks(s))
}

/**
 * What a retest asks before the name is said: our own link, the addresses, and whether they answer. null when that is
 * done. The looks of this part end within 11 s.
 */
function beforeTheName(input: PlanInput, begun: ReadonlySet<string>): Look[] | null {
  if (!input.retest) return null
  const f = factsOf(input)
  const first: Look[] = [{ kind: 'references' }]
  if (input.secondOpinions && f.host !== '' && !isAddress(f.host)) {
    first.push({ kind: 'doh', name: f.host, type: 'A' }, { kind: 'doh', name: f.host, type: 'AAAA' })
  }
  if (begun.size === 0) return first
  const open = addressLooks(f, input, f.doh.addresses).filter((look) => !begun.has(idOf(look)))
  return open.length > 0 || input.pending.length > 0 ? open : null
}

/** The first look as it stands: nothing has come so far. */
function silence({ url, waitingMs }: PlanInput): PageObservation {
  return {
    v: OBSERVATION_VERSION,
    kind: 'page',
    role: 'target',
    url,
    // It began before whatever else was seen; when exactly the plan does not ask.
    at: 0,
    ms: waitingMs ?? 0,
    requests: 1,
    bytes: 0,
    hops: [],
    response: null,
    failure: { code: 'timed_out', raw: 'pending', url, stage: null },
    timing: { dns: null, connect: null, tls: null, wait: null, body: null },
    timeoutMs: PAGE_TIMEOUT_MS,
    firstByteMs: null,
    quietMs: null,
  }
}
