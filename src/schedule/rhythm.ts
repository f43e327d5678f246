import * as v from 'valibot'
import { TICK_CAUSES, type TickCause } from '../../core/connectivity/tick.ts'
import { CONNECTIVITIES } from '../../core/model/status.ts'
import type { JobArea } from './jobs.ts'
import type { Pace } from './pace.ts'

const RhythmSchema = v.object({
  /** When somebody was awake here, wall clock: what lies between two such times was sleep. */
  awakeAt: v.nullable(v.number()),
  /** The last heartbeat of any cause. */
  tickedAt: v.nullable(v.number()),
  connectivity: v.nullable(v.picklist(CONNECTIVITIES)),
  /** Light heartbeats go round the reference hosts. */
  turn: v.pipe(v.number(), v.integer(), v.minValue(0)),
  /** Why the next heartbeat will be made; null: because its time has come. */
  pending: v.nullable(v.picklist(TICK_CAUSES)),
})

/** What a heartbeat must know of the ones before it, whichever worker made them. */
export type Rhythm = v.InferOutput<typeof RhythmSchema>

const NONE: Rhythm = { awakeAt: null, tickedAt: null, connectivity: null, turn: 0, pending: null }
const KEY = 'heartbeat'

/** So many periods without a sign of life are a gap: nobody looked, and nothing is known of it (science.md 3.4). */
const GAP_PERIODS = 2.5

export const isGap = (since: number | null, now: number, periodMs: number): boolean =>
  since !== null && now - since > GAP_PERIODS * periodMs

/** What may ride along with a heartbeat does so this long before its own time: jitter would part them otherwise. */
export const earliness = ({ heartbeatMs, jitter }: Pick<Pace, 'heartbeatMs' | 'jitter'>): number =>
  2 * jitter * heartbeatMs

/** After these a bad look may be the device's own getting up, and not the line. */
const FIRST_LOOKS: readonly TickCause[] = ['start', 'wake', 'network']

/** Whether to look again soon, once: the state changed, or it is bad right after a pause. */
export function looksAgain(
  before: Rhythm['connectivity'],
  seen: { connectivity: NonNullable<Rhythm['connectivity']>; cause: TickCause },
): boolean {
  const bad = seen.connectivity !== 'online'
  if (seen.cause === 'again') return false
  if (bad && FIRST_LOOKS.includes(seen.cause)) return true
  return before === null ? bad : seen.connectivity !== before
}

export interface RhythmMemory {
  read(): Promise<Rhythm>
  change(edit: (now: Rhythm) => Partial<Rhythm>): Promise<void>
}

export function rhythmIn(area: JobArea): RhythmMemory {
  let queue: Promise<unknown> = Promise.resolve()
  const read = async (): Promise<Rhythm> => {
    const kept = v.safeParse(RhythmSchema, (await area.get(KEY))[KEY])
    return kept.success ? kept.output : NONE
  }
  return {
    read,
    change(edit) {
      const mine = queue.then(async () => {
        const now = await read()
        await area.set({ [KEY]: { ...now, ...edit(now) } })
      })
      queue = mine.catch(() => {})
      return mine
    },
  }
}
