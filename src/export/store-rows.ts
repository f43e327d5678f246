import { type Ask, BATCH } from './looks.ts'

/** The stores that are read from their first key to their last. */
export type PlainStore =
  | 'targets'
  | 'networks'
  | 'months'
  | 'days'
  | 'rollups'
  | 'linkHours'
  | 'outages'
  | 'ticks'
  | 'sweeps'
  | 'events'

/** All rows of a store in the order of its keys, a batch at a time. */
export async function* rowsOf(ask: Ask, store: PlainStore): AsyncGenerator<unknown[]> {
  let after: IDBKeyRange | null = null
  for (;;) {
    const range: IDBKeyRange | null = after
    const { rows, keys } = await ask(async (db) => {
      const source = db.transaction(store).store
      const [rows, keys] = await Promise.all([source.getAll(range, BATCH), source.getAllKeys(range, BATCH)])
      return { rows, keys }
    })
    const last = keys.at(-1)
    if (last === undefined) return
    yield rows
    if (rows.length < BATCH) return
    after = IDBKeyRange.lowerBound(last, true)
  }
}
