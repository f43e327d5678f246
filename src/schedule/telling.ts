import type { Sweep } from '../history/records.ts'
import type { Cost } from '../measure/target.ts'
import type { EarlyVerdict, SweepProgress } from '../messages/messages.ts'

/** What pages are told of one run of a sweep. */
export class Telling {
  readonly #sweep: Sweep
  readonly #publish: (progress: SweepProgress) => Promise<void>
  readonly #early = new Map<string, EarlyVerdict>()
  /** Of targets whose result, with its whole cost, is still to come. */
  readonly #underWay = new Map<string, Cost>()
  #behind = false
  #telling = false

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

  /** What a target's looks have cost so far. Looks end by the dozen: told again when the last telling is over. */
  underWay(targetId: string, cost: Cost): void {
    this.#underWay.set(targetId, cost)
    this.#behind = true
    void this.#catchUp()
  }

  /** The result is there: it replaces the first words. */
  recorded(targetId: string): Promise<void> {
    this.#early.delete(targetId)
    this.#underWay.delete(targetId)
    return this.progress()
  }

  progress(): Promise<void> {
    return this.#tell(true)
  }

  ended(): Promise<void> {
    this.#early.clear()
    this.#underWay.clear()
    this.#behind = false
    return this.#tell(false)
  }

  async #catchUp(): Promise<void> {
    if (this.#telling) return
    this.#telling = true
    while (this.#behind) {
      this.#behind = false
      await this.progress().catch(() => {})
    }
    this.#telling = false
  }

  #tell(running: boolean): Promise<void> {
    const { id: sweepId, pace, startedAt, items } = this.#sweep
    const whole = (key: keyof Cost) =>
      [...this.#underWay.values()].reduce((sum, cost) => sum + cost[key], this.#sweep[key])
    const done = items.filter((i) => i.done).length
    const early = Object.fromEntries(this.#early)
    return this.#publish({
      sweepId,
      pace,
      total: items.length,
      done,
      startedAt,
      running,
      requests: whole('requests'),
      bytes: whole('bytes'),
      early,
    })
  }
}
