import { HistoryError } from './history-error.ts'

const MEGABYTE = 1_048_576
/** With less than this a LevelDB has no room to work in: it rewrites its files while it grows. */
const LEAST = 16 * MEGABYTE
/** A deletion is first of all a line more in its log. */
const LEAST_TO_FREE = 2 * MEGABYTE
/** With as much as this nobody fills the disk between two looks at it. */
const PLENTY = 512 * MEGABYTE
const FRESH_MS = 500
const FRESH_PLENTY_MS = 20_000

/** What `navigator.storage.estimate` says. */
export type Estimate = () => Promise<{ quota?: number; usage?: number }>

/** `needs`: adds to what is stored. `frees`: removes rows, and may take what is kept back for that. */
export type Purpose = 'needs' | 'frees'

export interface Room {
  /** Throws HistoryError `quota` when there is too little left for it. */
  need(purpose: Purpose): Promise<void>
  /** Too little is left to write. */
  isFull(): Promise<boolean>
}

/**
 * Refuses to write where the disk is all but full. Chromium does not hold an extension with `unlimitedStorage` to any
 * quota, so the disk itself ends a write, in the middle of a record; and when it opens such a database again it finds it
 * damaged and begins an empty one: everything would be gone (Chromium 156; e2e/faults/disk.ts does it). What is left of
 * the quota is there what is left of the disk. Firefox keeps its databases in SQLite, which takes such a write back, and
 * its estimate tells of an allowance that does not bind us: it is not asked.
 */
export function roomOf(estimate: Estimate, now: () => number): Room {
  let left = Number.POSITIVE_INFINITY
  let askAt = Number.NEGATIVE_INFINITY
  async function look(): Promise<void> {
    const { quota, usage } = await estimate().catch((): StorageEstimate => ({}))
    left = quota === undefined || usage === undefined ? Number.POSITIVE_INFINITY : quota - usage
    askAt = now() + (left >= PLENTY ? FRESH_PLENTY_MS : FRESH_MS)
  }
  return {
    async need(purpose) {
      if (now() >= askAt) await look()
      if (left < (purpose === 'needs' ? LEAST : LEAST_TO_FREE)) {
        throw new HistoryError('quota', 'The disk has no room left to store the history.')
      }
    },
    async isFull() {
      await look()
      return left < LEAST
    },
  }
}

/** Outside of a browser nobody tells, and nobody is in the way. */
const storage = (): StorageManager | undefined => globalThis.navigator?.storage

export const room = roomOf(
  async () => {
    const here = storage()
    return here && __BROWSER__ === 'chromium' ? here.estimate() : {}
  },
  () => performance.now(),
)

/** A store that met the end of the disk calls itself unreadable; it is whole, and to begin anew would be wrong advice. */
export async function corruptOrFull(error: unknown, disk: Room = room): Promise<unknown> {
  if (!(error instanceof HistoryError) || error.code !== 'corrupt' || !(await disk.isFull())) return error
  return new HistoryError('quota', 'The disk has no room left for the history.', error)
}
