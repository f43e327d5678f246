import type { RetestPace } from '../../core/verdict/soon-retest.ts'
import { HistoryError } from './history-error.ts'
import type { History } from './open.ts'
import { type Recorded, recordMeasurement } from './record.ts'
import type { Measurement } from './records.ts'
import { keepWaiting, type WaitingArea, waitingLooks } from './waiting-looks.ts'

export interface KeepLookDeps {
  history: History
  /** storage.session */
  waiting: WaitingArea
}

export interface KeepLookOptions {
  pace: RetestPace
  keepHistory: boolean
}

export interface LookKeeper {
  /**
   * Stores a finished look. If the store takes nothing (full, stuck, damaged ...), the look waits in the browser's
   * memory, where pages see it, and the HistoryError is thrown: the sweep must stop, for the looks after this one would
   * fare no better. What waits is stored before the next look that can be; the same look twice counts once. No older look
   * makes room for it: a disk that others filled would eat the history bit by bit. That is the user's to say.
   */
  keep(look: Measurement, options: KeepLookOptions): Promise<Recorded>
  /** Stores what waits, if it can be by now; answers how many still wait. */
  flush(options: KeepLookOptions): Promise<number>
}

/** One for the background: what waits is known to it from memory, so that a healthy look costs no question. */
export function lookKeeper({ history, waiting }: KeepLookDeps): LookKeeper {
  /** null: a worker before this one may have left some. */
  let waits: boolean | null = null
  let queue: Promise<unknown> = Promise.resolve()

  /** One after another: two at once would each write the list of what waits without the other's. */
  function serial<T>(work: () => Promise<T>): Promise<T> {
    const mine = queue.then(work)
    queue = mine.catch(() => {})
    return mine
  }

  const record = (look: Measurement, { pace, keepHistory }: KeepLookOptions) =>
    history.withDb((db) => recordMeasurement(db, look, pace, keepHistory))

  async function flush(options: KeepLookOptions): Promise<void> {
    if (waits === false) return
    const looks = await waitingLooks(waiting)
    for (const [n, look] of looks.entries()) {
      await record(look, options).catch(async (error: unknown) => {
        if (n > 0) await keepWaiting(waiting, looks.slice(n))
        throw error
      })
    }
    if (looks.length > 0) await keepWaiting(waiting, [])
    waits = false
  }

  return {
    keep: (look, options) =>
      serial(async () => {
        try {
          await flush(options)
          return await record(look, options)
        } catch (error) {
          if (!(error instanceof HistoryError)) throw error
          waits = true
          await keepWaiting(waiting, [...(await waitingLooks(waiting)), look])
          throw error
        }
      }),
    flush: (options) =>
      serial(async () => {
        await flush(options).catch(() => {})
        return waits === false ? 0 : (await waitingLooks(waiting)).length
      }),
  }
}
