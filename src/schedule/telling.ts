import type { Sweep } from '../history/records.ts'
import type { EarlyVerdict, SweepProgress } from '../messages/messages.ts'

/** What pages are told of one run of a sweep. */
export class Telling {
  readonly #sweep: Sweep
  readonly #publish: (progress: SweepProgress) => Promise<void>
  readonly #early = new Map<string, EarlyVerdict>()

  constructor(sweep: Sweep, publish: (progress: SweepProgress) => Promise<void>) {
    this.#sweep = sweep
    this.#publish = publish
  }

  /** First words on a target; only what a row shows, for every page reads all of it at every change. */
  early(targetId: string, { status, mechanism, confidence }: EarlyVerdict): void {
    this.#early.set(targetId, { status, mechanism, confidence })
    // Lost words are no harm: the result follows.
    void this.progress().catch(() => {})
  }

  /** The result is there: it replaces the first words. */
  recorded(targetId: string): Promise<void> {
    this.#early.delete(targetId)
    return this.progress()
  }

  progress(): Promise<void> {
    return this.#tell(true)
  }

  ended(): Promise<void> {
    this.#early.clear()
    return this.#tell(false)
  }

  #tell(running: boolean): Promise<void> {
    const { id: sweepId, pace, startedAt, items, requests, bytes } = this.#sweep
    const done = items.filter((i) => i.done).length
    const early = Object.fromEntries(this.#early)
    return this.#publish({
      sweepId,
      pace,
      total: items.length,
      done,
      startedAt,
      running,
      requests,
      bytes,
      early,
    })
  }
}
