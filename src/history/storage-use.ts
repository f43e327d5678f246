import { timeOfId } from './ids.ts'
import { type LooksSize, looksSize } from './looks-size.ts'
import type { HistoryDb } from './schema.ts'

export interface StorageUse {
  /** What the browser says all of our storage takes, and may take at most; null when it does not say. */
  usage: number | null
  quota: number | null
  /** Whether the browser promised not to clear it by itself when the disk gets full; null when it does not say. */
  persisted: boolean | null
}

type StorageSide = Pick<StorageManager, 'estimate' | 'persisted' | 'persist'>

export async function storageUse(storage: StorageSide = navigator.storage): Promise<StorageUse> {
  const [estimate, persisted] = await Promise.all([
    storage.estimate().catch((): StorageEstimate => ({})),
    storage.persisted().catch(() => null),
  ])
  return { usage: estimate.usage ?? null, quota: estimate.quota ?? null, persisted }
}

/** Firefox may ask the user: call it in a click. Answers whether it is promised now. */
export async function askToPersist(storage: StorageSide = navigator.storage): Promise<boolean> {
  return (await storage.persisted().catch(() => false)) || storage.persist().catch(() => false)
}

export interface RowCounts {
  /** By store. */
  rows: Record<string, number>
  looks: LooksSize
  /** Epoch ms; null while there is none. */
  oldestLook: number | null
}

/** Counting a million rows takes the browser a moment: not for a page that must paint at once. */
export async function rowCounts(db: HistoryDb): Promise<RowCounts> {
  const names = [...db.objectStoreNames]
  const [counts, looks, oldest] = await Promise.all([
    Promise.all(names.map((name) => db.count(name))),
    looksSize(db),
    db.transaction('measurements').store.openKeyCursor(),
  ])
  return {
    rows: Object.fromEntries(names.map((name, n) => [name, counts[n] ?? 0])),
    looks,
    oldestLook: oldest ? timeOfId(oldest.primaryKey) : null,
  }
}
