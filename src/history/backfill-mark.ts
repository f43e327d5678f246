import * as v from 'valibot'
import type { HistoryDb } from './schema.ts'
import { readRow } from './stored.ts'

/** Meta key of the marker; the row is there while something waits to be counted. */
export const BACKFILL = 'backfill'

/**
 * How far a recount of the whole history has come. `looks`: hours from single looks; `hours`: days and months from
 * hours; `ticks`: the link's hours from heartbeats. `after` is the last key that is done, null before the first.
 */
const BackfillSchema = v.object({
  // Schema 2 begins without one.
  stage: v.optional(v.picklist(['looks', 'hours', 'ticks']), 'looks'),
  after: v.nullable(v.union([v.number(), v.array(v.unknown())])),
})
export type Backfill = v.InferOutput<typeof BackfillSchema>

interface MetaStore {
  get(key: string): Promise<{ value: unknown } | undefined>
}

/** null when all is counted. A damaged marker begins again: counting twice over gives the same counts. */
export async function backfillMark(meta: MetaStore): Promise<Backfill | null> {
  const row = await meta.get(BACKFILL)
  return row ? (readRow(BackfillSchema, row.value) ?? { stage: 'looks', after: null }) : null
}

export async function backfillPending(db: HistoryDb): Promise<boolean> {
  return (await db.getKey('meta', BACKFILL)) !== undefined
}

/** Whether the days of this month are still to be summed up from their hours. */
export function waitsForBackfill(
  mark: Backfill | null,
  networkId: string,
  targetId: string,
): (month: number) => boolean {
  return (month) => {
    if (mark === null || mark.stage === 'ticks') return false
    const { stage, after } = mark
    return stage === 'looks' || after === null || indexedDB.cmp([networkId, targetId, month], after) > 0
  }
}
