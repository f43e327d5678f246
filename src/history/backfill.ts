import type { IDBPTransaction } from 'idb'
import { countStep } from './backfill-days.ts'
import { lookStep } from './backfill-hours.ts'
import { tickStep } from './backfill-link.ts'
import { BACKFILL, type Backfill, backfillMark } from './backfill-mark.ts'
import type { HistoryDb, HistorySchema } from './schema.ts'
import { writeAll } from './transaction.ts'

const STORES = ['meta', 'measurements', 'latest', 'rollups', 'days', 'months', 'ticks', 'linkHours'] as const
export type BackfillTx = Pick<
  IDBPTransaction<HistorySchema, (typeof STORES)[number][], 'readwrite'>,
  'objectStore'
>

/** Does the next small part behind `after`; the key it came to, null when nothing is left. */
export type Step = (tx: BackfillTx, after: Backfill['after']) => Promise<Backfill['after']>

/** `parts` a transaction: some tens of milliseconds, for a finished look waits that long. */
const STEPS: Record<Backfill['stage'], { step: Step; parts: number; next: Backfill['stage'] | null }> = {
  looks: { step: lookStep, parts: 10, next: 'hours' },
  hours: { step: countStep, parts: 2, next: 'ticks' },
  ticks: { step: tickStep, parts: 3, next: null },
}

/**
 * Counts what was there before it was counted, in small parts, each with how far it came in one transaction: cut off
 * anywhere it goes on there. No part adds to a count; it replaces one by the sum of all that lies in it, records that
 * came meanwhile too, and only by one that is no smaller: so nothing is ever counted twice, and what is gone stays
 * counted. Answers whether all is done.
 *
 *   looks -> hours -> ticks -> (marker gone)
 */
export function backfillStep(db: HistoryDb): Promise<boolean> {
  return writeAll(db, [...STORES], async (tx) => {
    const meta = tx.objectStore('meta')
    const mark = await backfillMark(meta)
    if (!mark) return true
    const { step, parts, next: stage } = STEPS[mark.stage]
    let { after } = mark
    for (let n = 0; n < parts; n++) {
      after = await step(tx, after)
      if (after === null) break
    }
    const next = after !== null ? { stage: mark.stage, after } : stage && { stage, after: null }
    await (next ? meta.put({ key: BACKFILL, value: next }) : meta.delete(BACKFILL))
    return next === null
  })
}

/**
 * Asks for it: after rows came in by another way than being recorded. From `looks` the hours are counted too. One under
 * way begins again.
 */
export async function askBackfill(db: HistoryDb, from: 'looks' | 'hours'): Promise<void> {
  await writeAll(db, ['meta'], (tx) => tx.store.put({ key: BACKFILL, value: { stage: from, after: null } }))
}
