import { linkState } from '../../core/connectivity/link.ts'
import type { ReferenceObservation } from '../../core/model/observation.ts'
import type { Connectivity } from '../../core/model/status.ts'
import type { HistoryEvent, Measurement, Sweep, SweepItem, SweepPace, Tick } from '../history/records.ts'
import type { MeasuredTarget } from '../measure/target.ts'
import type { SweepProgress } from '../messages/messages.ts'
import type { Settings } from '../settings/settings.ts'
import type { Pace } from './pace.ts'
import { nextDue, planSweep } from './plan-sweep.ts'
import { pool } from './pool.ts'

/** What a sweep writes and reads. One transaction a measurement: see src/history/record.ts. */
export interface SweepStore {
  save(sweep: Sweep): Promise<void>
  running(): Promise<Sweep | null>
  end(id: string, state: 'done' | 'stopped'): Promise<void>
  record(measurement: Measurement): Promise<{ event: HistoryEvent | null }>
  tick(tick: Tick): Promise<void>
}

/** The instruments of one run: made under the lease, released after it. */
export interface Instruments {
  references(): Promise<ReferenceObservation[]>
  measure(url: string, link: Connectivity, references: ReferenceObservation[]): Promise<MeasuredTarget>
  release(): void
}

export interface SweeperDeps {
  store: SweepStore
  pace: Pace
  settings(): Promise<Settings>
  /** The enabled part of the watchlist; for the background without what rests. */
  targets(pace: SweepPace): Promise<{ id: string; url: string }[]>
  networkId(): Promise<string>
  /** Takes the lease: from here to `release` webRequest listeners are registered. */
  instruments(sweep: Sweep, signal: AbortSignal): Promise<Instruments>
  progress(progress: SweepProgress): Promise<void>
  /** Tells pages that a sweep failed (the error), or that all is well again (null). */
  problem(error: unknown): Promise<void>
  /** Arms the one alarm; null clears it. */
  arm(at: number | null): Promise<void>
  now(): number
  monotonic(): number
  random(): number
  newId(at: number): string
  browser: string
}

/**
 * Runs sweeps, one at a time. The plan is persisted before the first request and each result as it comes, so
 * a worker may die anywhere: whoever wakes next calls `wake()` and the sweep goes on with what is undone.
 *
 *   idle --start/alarm--> planned (stored) --run--> running --all done--> done
 *                             ^                        |--stop--------> stopped
 *                             '------ worker died -----'
 */
export class Sweeper {
  readonly #deps: SweeperDeps
  #run: { sweepId: string; abort: AbortController; ended: Promise<void> } | null = null
  #lock: Promise<unknown> = Promise.resolve()

  constructor(deps: SweeperDeps) {
    this.#deps = deps
  }

  /** Plans a sweep of `targets` (default: the whole list) and begins it; a running one of the user's is answered instead. */
  start(pace: SweepPace, targets?: { id: string; url: string }[]): Promise<{ sweepId: string }> {
    return this.#serial(async () => {
      const { store } = this.#deps
      const settings = await this.#deps.settings()
      if (!settings.consent)
        throw Object.assign(new Error('Nothing is measured before you agreed'), { code: 'consent' })
      const running = await store.running()
      if (running?.pace === 'now' && !targets) {
        this.#begin(running)
        return { sweepId: running.id }
      }
      if (running) await this.#halt(running.id)
      const now = this.#deps.now()
      const asked = targets ?? (await this.#deps.targets(pace))
      // What the halted sweep still owed to the user is not forgotten.
      const owed = running?.pace === 'now' ? running.items.filter((i) => !i.done) : []
      const all = new Map(
        [...asked, ...owed.map((i) => ({ id: i.targetId, url: i.url }))].map((t) => [t.id, t]),
      )
      const sweep = planSweep(
        {
          id: this.#deps.newId(now),
          pace,
          networkId: await this.#deps.networkId(),
          targets: [...all.values()],
          now,
          intervalMs: settings.intervalMinutes * 60_000,
          random: this.#deps.random,
        },
        this.#deps.pace,
      )
      await store.save(sweep)
      this.#begin(sweep)
      return { sweepId: sweep.id }
    })
  }

  /** Ends the running sweep; what is finished stays. */
  stop(): Promise<void> {
    return this.#serial(async () => {
      const running = await this.#deps.store.running()
      if (!running) return
      await this.#halt(running.id)
      await this.#report(running, false)
      await this.#armNext(null, running.startedAt)
    })
  }

  /** The alarm rang or the worker came back: goes on with what is due, or begins the next background sweep. */
  wake(): Promise<void> {
    // The alarm that rang is used up: without a new one a store that cannot be read now would never be tried again.
    return this.#serial(() => this.#goOn().catch((error: unknown) => this.#tryLater(error)))
  }

  async #goOn(): Promise<void> {
    // Still at work: look again later, for this alarm is used up.
    if (this.#run) return this.#deps.arm(this.#deps.now() + this.#deps.pace.watchdogMs)
    const settings = await this.#deps.settings()
    if (!settings.consent) return
    const running = await this.#deps.store.running()
    if (running && (running.pace === 'now' || !settings.paused)) return this.#begin(running)
    if (settings.paused) return this.#deps.arm(null)
    const now = this.#deps.now()
    const targets = await this.#deps.targets('background')
    const intervalMs = settings.intervalMinutes * 60_000
    // Nothing to look at, or all of it rests: another time.
    if (targets.length === 0) return this.#deps.arm(now + intervalMs)
    const id = this.#deps.newId(now)
    const networkId = await this.#deps.networkId()
    const { random } = this.#deps
    const sweep = planSweep(
      { id, pace: 'background', networkId, targets, now, intervalMs, random },
      this.#deps.pace,
    )
    await this.#deps.store.save(sweep)
    this.#begin(sweep)
  }

  async #tryLater(error: unknown): Promise<void> {
    // A store that cannot be used must not make us ask the same sites every half minute.
    await this.#deps.arm(this.#deps.now() + this.#deps.pace.troubleMs)
    await this.#deps.problem(error)
  }

  /** Resolves when nothing is being measured. */
  async idle(): Promise<void> {
    await this.#lock
    await this.#run?.ended
  }

  #serial<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#lock.then(work)
    this.#lock = result.catch(() => {})
    return result
  }

  async #halt(sweepId: string): Promise<void> {
    if (this.#run) {
      this.#run.abort.abort()
      await this.#run.ended
    }
    await this.#deps.store.end(sweepId, 'stopped')
  }

  #begin(sweep: Sweep): void {
    if (this.#run) return
    const abort = new AbortController()
    const ended = this.#work(sweep, abort.signal)
      .then(() => this.#deps.problem(null))
      .catch(async (error: unknown) => {
        if (abort.signal.aborted) return
        await this.#tryLater(error)
        await this.#report(sweep, false)
      })
      .catch((error: unknown) => console.error('sweep', error))
      .then(() => {
        this.#run = null
      })
    this.#run = { sweepId: sweep.id, abort, ended }
  }

  async #work(sweep: Sweep, signal: AbortSignal): Promise<void> {
    const { pace, now, store } = this.#deps
    // The next alarm first: whatever kills us from here on, somebody looks again.
    await this.#deps.arm(now() + pace.watchdogMs)
    const due = sweep.items.filter((i) => !i.done && i.dueAt <= now())
    if (due.length > 0) {
      await this.#report(sweep, true)
      const instruments = await this.#deps.instruments(sweep, signal)
      try {
        const references = await instruments.references()
        const link = await this.#recordTick(sweep, references)
        const width = sweep.pace === 'now' ? pace.nowConcurrency : pace.backgroundConcurrency
        await pool(due, width, async (item) => {
          if (signal.aborted) return
          const at = now()
          const measured = await instruments.measure(item.url, link, references)
          // A look cut off by the user's stop says nothing.
          if (signal.aborted) return
          await store.record(this.#measurement(sweep, item, at, measured))
          item.done = true
          await this.#report(sweep, true)
        })
      } finally {
        instruments.release()
      }
    }
    if (signal.aborted) return
    const next = nextDue(sweep)
    if (next === null) await store.end(sweep.id, 'done')
    await this.#report(sweep, false)
    await this.#armNext(next, sweep.startedAt)
  }

  async #armNext(next: number | null, startedAt: number): Promise<void> {
    const { intervalMinutes, paused } = await this.#deps.settings()
    if (next !== null) return this.#deps.arm(next)
    await this.#deps.arm(paused ? null : Math.max(startedAt + intervalMinutes * 60_000, this.#deps.now()))
  }

  async #recordTick(sweep: Sweep, references: ReferenceObservation[]): Promise<Connectivity> {
    const connectivity = linkState(references)
    if (references.length > 0) {
      await this.#deps.store.tick({
        at: this.#deps.now(),
        scheduledAt: sweep.pace === 'background' ? (nextDue(sweep) ?? null) : null,
        monotonic: this.#deps.monotonic(),
        networkId: sweep.networkId,
        connectivity,
        references: Object.fromEntries(references.map((r) => [new URL(r.url).hostname, r.ok])),
      })
    }
    return connectivity
  }

  #measurement(sweep: Sweep, item: SweepItem, at: number, measured: MeasuredTarget): Measurement {
    const { targetId, url } = item
    const { networkId, id: sweepId } = sweep
    return {
      id: this.#deps.newId(at),
      sweepId,
      targetId,
      url,
      networkId,
      at,
      browser: this.#deps.browser,
      ...measured,
    }
  }

  #report(sweep: Sweep, running: boolean): Promise<void> {
    const done = sweep.items.filter((i) => i.done).length
    const { id: sweepId, pace, startedAt } = sweep
    return this.#deps.progress({ sweepId, pace, total: sweep.items.length, done, startedAt, running })
  }
}
