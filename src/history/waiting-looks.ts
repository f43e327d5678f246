import * as v from 'valibot'
import type { Measurement } from './records.ts'
import { MeasurementSchema } from './stored.ts'

/** The part of storage.session they wait in: memory of the browser, which outlives the worker and needs no disk. */
export interface WaitingArea {
  get(key: string): Promise<Record<string, unknown>>
  set(items: Record<string, unknown>): Promise<void>
}

/** storage.session: finished looks that could not be stored. Pages say how many, from its length. */
export const WAITING_KEY = 'waiting-looks'

/** storage.session holds 10 MB, and is shared. */
const MOST = 200
const MOST_CHARACTERS = 4_000_000

/** Whatever is not a look is not stored, only passed by. */
const WaitingSchema = v.fallback(v.array(v.unknown()), [])

export async function waitingLooks(area: WaitingArea): Promise<Measurement[]> {
  const rows = v.parse(WaitingSchema, (await area.get(WAITING_KEY))[WAITING_KEY])
  // Written by us a moment ago with these very observations: they are today's.
  return rows.filter((row): row is Measurement => v.is(MeasurementSchema, row))
}

/** The newest of what waits and of these; the oldest go when there are too many. */
export async function keepWaiting(area: WaitingArea, looks: readonly Measurement[]): Promise<void> {
  const kept: Measurement[] = []
  let characters = 0
  for (const look of looks.slice(-MOST).reverse()) {
    characters += JSON.stringify(look).length
    if (characters > MOST_CHARACTERS && kept.length > 0) break
    kept.unshift(look)
  }
  await area.set({ [WAITING_KEY]: kept })
}
