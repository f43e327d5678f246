import type { HistoryDb } from '../history/schema.ts'
import { keysBetween, type Selection } from './selection.ts'
import { countOfTargets, looksOfTargets } from './target-looks.ts'

/** Asks the open history; each call may meet a fresh connection. */
export type Ask = <T>(work: (db: HistoryDb) => Promise<T>) => Promise<T>

/** Rows a read: enough that a transaction's price is nothing, few enough that memory stays small. */
export const BATCH = 1_000

/**
 * Looks as they lie in the store, oldest first; with a choice of targets one target and network after the other. The
 * next batch is read while this one is used, and no more than these two are ever in memory.
 */
export function looksIn(ask: Ask, selection: Selection, batch = BATCH): AsyncGenerator<unknown[]> {
  const { targetIds, networkIds } = selection
  const batches = targetIds
    ? looksOfTargets(ask, { ...selection, targetIds }, batch)
    : ofNetworks(looksByTime(ask, selection, batch), networkIds)
  return readAhead(batches)
}

/** How many there are; with a choice of networks alone, at most how many. */
export async function countLooks(ask: Ask, selection: Selection): Promise<number> {
  const { from, to, targetIds } = selection
  if (targetIds) return countOfTargets(ask, { ...selection, targetIds })
  return ask((db) => db.count('measurements', keysBetween(from, to)))
}

async function* looksByTime(
  ask: Ask,
  { from, to }: Selection,
  batch: number,
): AsyncGenerator<{ networkId?: unknown }[]> {
  let keys = keysBetween(from, to)
  for (;;) {
    const range = keys
    const rows = await ask((db) => db.getAll('measurements', range ?? null, batch))
    const last = rows.at(-1)
    if (!last) return
    yield rows
    if (rows.length < batch) return
    keys = range?.upper
      ? IDBKeyRange.bound(last.id, range.upper, true, range.upperOpen)
      : IDBKeyRange.lowerBound(last.id, true)
  }
}

async function* ofNetworks(
  batches: AsyncIterable<{ networkId?: unknown }[]>,
  networkIds: readonly string[] | null,
): AsyncGenerator<unknown[]> {
  const wanted = networkIds && new Set<unknown>(networkIds)
  for await (const rows of batches) yield wanted ? rows.filter((row) => wanted.has(row.networkId)) : rows
}

/** Asks for the next one before the one at hand is used. */
async function* readAhead<T>(source: AsyncGenerator<T>): AsyncGenerator<T> {
  let next = source.next()
  try {
    for (;;) {
      const { value, done } = await next
      if (done) return
      next = source.next()
      // It is awaited above; until then its failure is nobody's.
      next.catch(() => {})
      yield value
    }
  } finally {
    await next.catch(() => {})
    await source.return(undefined)
  }
}
