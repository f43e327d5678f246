import type { Ask } from './looks.ts'
import type { Selection } from './selection.ts'

type OfTargets = Selection & { targetIds: readonly string[] }

/** Looks of some targets, by the index [targetId, networkId, at, id]. */
export async function* looksOfTargets(
  ask: Ask,
  selection: OfTargets,
  batch: number,
): AsyncGenerator<unknown[]> {
  for await (const range of rangesOf(ask, selection)) {
    let lower = range.lower
    let isOpen = range.lowerOpen
    for (;;) {
      const keys = IDBKeyRange.bound(lower, range.upper, isOpen, range.upperOpen)
      const rows = await ask((db) => db.getAllFromIndex('measurements', 'by-target', keys, batch))
      const last = rows.at(-1)
      if (last) yield rows
      if (!last || rows.length < batch) break
      lower = [last.targetId, last.networkId, last.at, last.id]
      isOpen = true
    }
  }
}

export async function countOfTargets(ask: Ask, selection: OfTargets): Promise<number> {
  let count = 0
  for await (const range of rangesOf(ask, selection)) {
    count += await ask((db) => db.countFromIndex('measurements', 'by-target', range))
  }
  return count
}

async function* rangesOf(
  ask: Ask,
  { targetIds, networkIds, from, to }: OfTargets,
): AsyncGenerator<IDBKeyRange> {
  for (const targetId of [...new Set(targetIds)].sort()) {
    for (const networkId of await networksOf(ask, targetId)) {
      if (networkIds && !networkIds.includes(networkId)) continue
      const start = [targetId, networkId, from ?? Number.NEGATIVE_INFINITY]
      // An array sorts after every number: behind the last look of this network.
      yield IDBKeyRange.bound(start, [targetId, networkId, to === null ? [] : Math.max(to, from ?? to)])
    }
  }
}

/** The networks a target was looked at from: leaps from one to the next in the index, whatever lies between. */
async function networksOf(ask: Ask, targetId: string): Promise<string[]> {
  return ask(async (db) => {
    const index = db.transaction('measurements').store.index('by-target')
    const found: string[] = []
    let from: IDBValidKey = [targetId]
    for (;;) {
      const cursor = await index.openKeyCursor(IDBKeyRange.bound(from, [targetId, []], true))
      if (!cursor) return found
      const networkId = cursor.key[1]
      found.push(networkId)
      from = [targetId, networkId, []]
    }
  })
}
