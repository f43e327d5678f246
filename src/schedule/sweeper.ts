import type { Sweep, SweepPace } from '../history/records.ts'
import type { Settings } from '../settings/settings.ts'
import { earliest } from './jobs.ts'
import { nextDue, planSweep } from './plan-sweep.ts'
import type { SweeperDeps, SweepTarget } from './ports.ts'
import { runDue } from './run-due.ts'
import { Telling } from './telling.ts'

/**
 * Runs sweeps, one at a time. The plan is persisted before the first request and each result as it comes, so
 * a worker may die anywhere: whoever wakes next calls `wake()` and the sweep goes on with what is undone.
 *
 *   idle --start/alarm--> planned (stored) --run--> running --all done--> done
 *                             ^                        |--stop--------> stopped
 *                             '------ worker died -----'
 *
 * A check of single sites or a soon-retest may come between the batches of a background sweep: the newest planned
 * goes first, and the older one goes on after it. The ordinary sweep's time is a job of its own on the disk (jobs.ts);
 * retests lie with their targets. The one alarm is armed at the earliest of all, and can be armed anew from them.
 */
export class Sweeper {
  readonly #deps: SweeperDeps
  #run: { sweepId: string; abort: AbortController; ended: Promise<void> } | null = null
  #lock: Promise<unknown> = Promise.resolve()

  constructor(deps: SweeperDeps) {
    this.#deps = deps
  }

  /** Plans a sweep of `targets` (default: the whole list) and begins it; a running one of the user's is answered instead. */
  start(pace: SweepPace, targets?: SweepTarget[]): Promise<{ sweepId: string }> {
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
      await this.#interrupt()
      const asked = targets ?? (await this.#deps.targets(pace))
      // What a sweep of the user's still owed is not forgotten.
      const owed = running?.pace === 'now' ? running.items.filter((i) => !i.done) : []
      // Single sites are looked at between; the whole list makes what was under way needless.
      if (!targets) await this.#endAll()
      else if (running?.pace === 'now') await store.end(running.id, 'stopped')
      const all = [...asked, ...owed.map((i) => ({ id: i.targetId, url: i.url }))]
      const sweep = await this.#plan(pace, all, settings)
      if (!targets) await this.#setNext(sweep.startedAt, settings)
      this.#begin(sweep)
      return { sweepId: sweep.id }
    })
  }

  /** Ends whatever is under way; what is finished stays. */
  stop(): Promise<void> {
    return this.#serial(async () => {
      const running = await this.#deps.store.running()
      if (!running) return
      await this.#interrupt()
      await this.#endAll()
      await new Telling(running, this.#deps.progress).ended()
      await this.#armNext()
    })
  }

  /** The alarm rang or the worker came back: goes on with what is due, or begins it. */
  wake(): Promise<void> {
    // The alarm that rang is used up: without a new one a store that cannot be read now would never be tried again.
    return this.#serial(() => this.#goOn().catch((error: unknown) => this.#tryLater(error)))
  }

  /** Sets the time of the next ordinary background sweep. */
  sweepAt(at: number): Promise<void> {
    return this.#serial(async () => {
      await this.#deps.jobs.set('sweep', at)
      if (!this.#run) await this.#armNext()
    })
  }

  /** The alarm may have been lost with an update or the browser's session: arms it anew from what is on the disk. */
  rearm(): Promise<void> {
    return this.#serial(async () => {
      const { consent, paused } = await this.#deps.settings()
      if (!consent || paused) return
      const settled = this.#deps.now() + this.#deps.pace.settleMs
      if ((await this.#deps.jobs.at('sweep')) === null) await this.#deps.jobs.set('sweep', settled)
      await this.#armNext(settled).catch((error: unknown) => this.#tryLater(error))
    })
  }

  /** Resolves when nothing is being measured. */
  async idle(): Promise<void> {
    await this.#lock
    await this.#run?.ended
  }

  async #goOn(): Promise<void> {
    const { now, store, pace } = this.#deps
    // Still at work: look again later, for this alarm is used up.
    if (this.#run) return this.#deps.arm(now() + pace.watchdogMs)
    const settings = await this.#deps.settings()
    if (!settings.consent) return
    const running = await store.running()
    const mayRun = running !== null && (running.pace === 'now' || !settings.paused)
    if (mayRun && (nextDue(running) ?? 0) <= now()) return this.#begin(running)
    if (settings.paused) return this.#deps.arm(null)
    const next = running ? Number.POSITIVE_INFINITY : ((await this.#deps.jobs.at('sweep')) ?? 0)
    const isTime = next <= now()
    const ordinary = isTime ? await this.#deps.targets('background') : []
    const retests = await this.#dueRetests()
    if (isTime) await this.#setNext(now(), settings)
    // Nothing to look at, or all of it rests: another time.
    if (ordinary.length + retests.length === 0) return this.#armNext()
    this.#begin(await this.#plan('background', [...ordinary, ...retests], settings))
  }

  async #dueRetests(): Promise<SweepTarget[]> {
    const now = this.#deps.now()
    return (await this.#deps.retests()).filter(({ at }) => at <= now)
  }

  async #plan(pace: SweepPace, targets: readonly SweepTarget[], settings: Settings): Promise<Sweep> {
    const now = this.#deps.now()
    // Who tests now after an anomaly confirms it or not, due or not: how it is looked at is the same.
    const again = pace === 'now' ? await this.#deps.retests() : await this.#dueRetests()
    const sweep = planSweep(
      {
        id: this.#deps.newId(now),
        pace,
        networkId: await this.#deps.networkId(),
        targets: [...new Map(targets.map(({ id, url }) => [id, { id, url }])).values()],
        now,
        intervalMs: settings.intervalMinutes * 60_000,
        retests: new Set(again.map(({ id }) => id)),
        random: this.#deps.random,
      },
      this.#deps.pace,
    )
    await this.#deps.store.save(sweep)
    return sweep
  }

  #setNext(from: number, { intervalMinutes }: Settings): Promise<void> {
    return this.#deps.jobs.set('sweep', from + intervalMinutes * 60_000)
  }

  async #armNext(notBefore = this.#deps.now()): Promise<void> {
    const { jobs, store } = this.#deps
    const settings = await this.#deps.settings()
    const running = await store.running()
    const mayRun = running !== null && (running.pace === 'now' || !settings.paused)
    const batch = mayRun ? (nextDue(running) ?? notBefore) : null
    if (settings.paused || !settings.consent) return this.#deps.arm(earliest(notBefore, batch))
    const planned = await jobs.at('sweep')
    const latest = this.#deps.now() + settings.intervalMinutes * 60_000
    // None yet, or one from before the clock was set back: it must not wait for a time that may never come.
    if (planned === null || planned > latest) await jobs.set('sweep', latest)
    const retests = (await this.#deps.retests()).map(({ at }) => at)
    const sweep = running ? null : await jobs.at('sweep')
    await this.#deps.arm(earliest(notBefore, batch, sweep, ...retests))
  }

  async #tryLater(error: unknown): Promise<void> {
    // A store that cannot be used must not make us ask the same sites every half minute.
    await this.#deps.arm(this.#deps.now() + this.#deps.pace.troubleMs)
    await this.#deps.problem(error)
  }

  #serial<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#lock.then(work)
    this.#lock = result.catch(() => {})
    return result
  }

  async #interrupt(): Promise<void> {
    this.#run?.abort.abort()
    await this.#run?.ended
  }

  async #endAll(): Promise<void> {
    const { store } = this.#deps
    for (let left = await store.running(); left; left = await store.running()) {
      await store.end(left.id, 'stopped')
    }
  }

  #begin(sweep: Sweep): void {
    if (this.#run) return
    const abort = new AbortController()
    const telling = new Telling(sweep, this.#deps.progress)
    const ended = this.#work(sweep, abort.signal, telling)
      .then(() => this.#deps.problem(null))
      .catch(async (error: unknown) => {
        if (abort.signal.aborted) return
        await this.#tryLater(error)
        await telling.ended()
      })
      .catch((error: unknown) => console.error('sweep', error))
      .then(() => {
        this.#run = null
      })
    this.#run = { sweepId: sweep.id, abort, ended }
  }

  async #work(sweep: Sweep, signal: AbortSignal, telling: Telling): Promise<void> {
    const { pace, now, store } = this.#deps
    // The next alarm first: whatever kills us from here on, somebody looks again.
    await this.#deps.arm(now() + pace.watchdogMs)
    const due = sweep.items.filter((i) => !i.done && i.dueAt <= now())
    if (due.length > 0) await runDue(sweep, due, signal, this.#deps, telling)
    if (signal.aborted) return
    if (nextDue(sweep) === null) await store.end(sweep.id, 'done')
    await telling.ended()
    await this.#armNext()
  }
}
