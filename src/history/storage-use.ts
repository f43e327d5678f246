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

export interface KeptLooks {
  /** An estimate, like its bytes: to count a million rows would hold up what is being recorded. */
  looks: Pick<LooksSize, 'count' | 'bytes'>
  /** Epoch ms; null while there is none. */
  oldestLook: number | null
}

export async function keptLooks(db: HistoryDb): Promise<KeptLooks> {
  const { oldest, ...looks } = await looksSize(db)
  return { looks, oldestLook: oldest }
}
