import { idsFrom } from './ids.ts'
import { looksSize } from './looks-size.ts'
import type { HistoryDb } from './schema.ts'
import { standingLooks } from './standing-looks.ts'
import { writeAll } from './transaction.ts'

/** Small: while a batch is deleted, a finished look waits for the store. */
export const PRUNE_BATCH = 250

export interface Pruning {
  /** Removes the next batch; answers how many, 0 when there is nothing more to remove. */
  next(db: HistoryDb): Promise<number>
}

/** Only single looks go: what was counted of them stays, and so do the events they made sure. */
export interface PruneWhat {
  /** Looks from before this, epoch ms. */
  before?: number
  /** At most so many, the oldest. */
  most?: number
}

/** Ids sort by time: the oldest looks are the first keys, and no index is needed. */
export async function pruneLooks(
  db: HistoryDb,
  { before = Number.MAX_SAFE_INTEGER, most = Number.POSITIVE_INFINITY }: PruneWhat,
): Promise<Pruning> {
  const staying = await standingLooks(db)
  let last: string | null = null
  let left = most
  return {
    async next(current) {
      let removed = 0
      while (removed === 0 && left > 0) {
        const keys = await batchOf(current, last, before, staying, Math.min(left, PRUNE_BATCH))
        if (keys.last === null) return 0
        last = keys.last
        removed = keys.removed
      }
      left -= removed
      return removed
    },
  }
}

/** One transaction: the keys behind `after`, without those that stay, deleted as the runs that they form. */
function batchOf(
  db: HistoryDb,
  after: string | null,
  before: number,
  staying: ReadonlySet<string>,
  size: number,
): Promise<{ last: string | null; removed: number }> {
  return writeAll(
    db,
    ['measurements'],
    async (tx) => {
      const end = idsFrom(before)
      if (after !== null && after >= end) return { last: null, removed: 0 }
      const range =
        after === null ? IDBKeyRange.upperBound(end, true) : IDBKeyRange.bound(after, end, true, true)
      const keys = await tx.store.getAllKeys(range, size)
      let run: string[] = []
      let removed = 0
      const remove = async () => {
        const [first, final] = [run[0], run.at(-1)]
        if (first === undefined || final === undefined) return
        await tx.store.delete(IDBKeyRange.bound(first, final))
        removed += run.length
        run = []
      }
      for (const key of keys) {
        if (staying.has(key)) await remove()
        else run.push(key)
      }
      await remove()
      return { last: keys.at(-1) ?? null, removed }
    },
    'frees',
  )
}

/** How many of the oldest looks there are too many for this room. */
export async function looksBeyond(db: HistoryDb, megabytes: number): Promise<number> {
  const { count, bytes } = await looksSize(db)
  const over = bytes - megabytes * 1_000_000
  return over <= 0 ? 0 : Math.ceil((over / bytes) * count)
}

/** Makes room: the oldest looks, whatever the settings keep. Answers how many went. */
export async function pruneOldest(db: HistoryDb, most: number): Promise<number> {
  const pruning = await pruneLooks(db, { most })
  let removed = 0
  for (let n = await pruning.next(db); n > 0; n = await pruning.next(db)) removed += n
  return removed
}
