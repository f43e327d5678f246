import type { Sweep, SweepPace } from '../history/records.ts'
import type { Settings } from '../settings/settings.ts'
import { jittered } from './jitter.ts'
import { earliest } from './jobs.ts'
import { nextDue, planSweep, spreadAnew } from './plan-sweep.ts'
import type { SweeperDeps, SweepTarget } from './ports.ts'
import { earliness, isGap } from './rhythm.ts'
import { runDue } from './run-due.ts'
import { Telling } from './telling.ts'

/**
 * Runs sweeps, one at a time. The plan is persisted before the first request and each result as it comes, so
 * a worker may die anywhere: whoever wakes next calls `wake()` and the sweep goes on with what is undone.
 *
 *   idle --start/alarm--> planned (stored) --run--> running --all done--> done
 *                             ^                        |--stop, or the next ordinary one's time--> stopped
 *                             |                        |--another network--> moved: what is undone is planned there
 *                             '------ worker died -----'
 *
 * A check of single sites or a soon-retest may come between the batches of a background sweep: the newest planned
 * goes first, and the older one goes on after it. The ordinary sweep's time is a job of its own on the disk (jobs.ts);
 * retests lie with their targets. It says at the earliest of all when to be woken, and can say so anew from them.
 */
export class Sweeper {
  readonly #deps: SweeperDeps
  #run: { sweep: Sweep; abort: AbortController; ended: Promise<void> } | null = null
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
      await this.#deps.locate()
      const asked = targets ?? (await this.#deps.targets(pace, await this.#deps.periodMs()))
      // What a sweep of the user's still owed is not forgotten.
      const owed = running?.pace === 'now' ? running.items.filter((i) => !i.done) : []
      // Single sites are looked at between; the whole list makes what was under way needless.
      if (!targets) await this.#endAll('stopped')
      else if (running?.pace === 'now') await store.end(running.id, 'stopped')
      const all = [...asked, ...owed.map((i) => ({ id: i.targetId, url: i.url }))]
      const sweep = await this.#plan(pace, all)
      if (!targets) await this.#setNext(sweep.startedAt)
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
      await this.#endAll('stopped')
      await new Telling(running, this.#deps.progress).ended()
      await this.#armNext()
    })
  }

  /** The alarm rang or the worker came back: goes on with what is due, or begins it. */
  wake(): Promise<void> {
    // The alarm that rang is used up: without a new one a store that cannot be read now would never be tried again.
    return this.#serial(() => this.#goOn().catch((error: unknown) => this.#tryLater(error)))
  }

  /**
   * The device is on another network: what was finished stays with the old one, what was under way says nothing of
   * either, and what is still owed is looked at on the new one. Not to know any more where we are is no move, nor is to
   * learn it: the sweep goes on.
   */
  move(networkId: string): Promise<void> {
    return this.#serial(async () => {
      const running = await this.#deps.store.running()
      if (!running) return
      const { unknownNetwork } = this.#deps
      const isMove = ![networkId, unknownNetwork].includes(running.networkId) && networkId !== unknownNetwork
      if (!isMove) return this.#tellOf(running, networkId)
      await this.#interrupt()
      const moved = await this.#moveAll()
      if (!moved) await new Telling(running, this.#deps.progress).ended()
      if (moved && this.#isDue(moved)) this.#begin(moved)
      else await this.#armNext()
    })
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
      if (!consent) return
      await this.#deps.resting()
      if (paused) return
      const settled = this.#deps.now() + this.#deps.pace.settleMs
      if ((await this.#deps.jobs.at('sweep')) === null) await this.#deps.jobs.set('sweep', settled)
      // Under way, it is looked after as it was; it says itself when it has ended.
      if (this.#run) return
      await this.#armNext(settled).catch((error: unknown) => this.#tryLater(error))
    })
  }

  /** Something is being measured right now. */
  busy(): boolean {
    return this.#run !== null
  }

  /** Resolves when nothing is being measured. */
  async idle(): Promise<void> {
    await this.#lock
    await this.#run?.ended
  }

  async #goOn(): Promise<void> {
    const { now, store, pace, jobs, unknownNetwork } = this.#deps
    // Still at work: look again later, for this alarm is used up.
    if (this.#run) return this.#deps.arm(now() + pace.watchdogMs)
    const settings = await this.#deps.settings()
    if (!settings.consent) return
    const rests = (await this.#deps.resting()) !== null
    let running = await store.running()
    const here = await this.#deps.networkId()
    if (running?.networkId === unknownNetwork) await this.#tellOf(running, here)
    else if (running && ![running.networkId, unknownNetwork].includes(here)) running = await this.#moveAll()
    const isTime = ((await jobs.at('sweep')) ?? 0) <= now()
    // Overtaken by the next ordinary one, which looks at whatever it still owes.
    if (!rests && isTime && running?.pace === 'background') {
      await this.#endAll('stopped')
      running = null
    }
    if (running?.pace === 'background') running = await this.#inItsTime(running)
    const mayRun = running !== null && (running.pace === 'now' || !rests)
    // Planned for a network that we may not be on: told of none.
    if (running && here === unknownNetwork) running = { ...running, networkId: here }
    if (running && mayRun && this.#isDue(running)) return this.#begin(running)
    if (rests) return this.#armNext()
    return this.#beginDue(isTime && running === null)
  }

  /** Begins what is due by itself: the ordinary sweep when it is its time, and retests. */
  async #beginDue(isTime: boolean): Promise<void> {
    if (!isTime && (await this.#dueRetests()).length === 0) return this.#armNext()
    await this.#deps.locate()
    const periodMs = await this.#deps.periodMs()
    const ordinary = isTime ? await this.#deps.targets('background', periodMs) : []
    const retests = await this.#dueRetests()
    if (isTime) await this.#setNext(this.#deps.now())
    // Nothing to look at, or all of it rests: another time.
    if (ordinary.length + retests.length === 0) return this.#armNext()
    this.#begin(await this.#plan('background', [...ordinary, ...retests]))
  }

  /** Batches ride along with the heartbeat, which may come a little before their own time. */
  #isDue(sweep: Sweep): boolean {
    const due = nextDue(sweep)
    return due === null || due <= this.#dueUntil(sweep)
  }

  #dueUntil({ pace }: Sweep): number {
    const { now, pace: spacing } = this.#deps
    return now() + (pace === 'background' ? earliness(spacing) : 0)
  }

  /** A background sweep whose times were slept or rested through, or made by a clock that was ahead, is spread anew. */
  async #inItsTime(sweep: Sweep): Promise<Sweep> {
    const { now, pace, random, store } = this.#deps
    const due = nextDue(sweep)
    const intervalMs = await this.#deps.periodMs()
    const missed = isGap(due, now(), pace.heartbeatMs) || (due !== null && due > now() + intervalMs)
    if (!missed) return sweep
    const anew = spreadAnew(sweep, { now: now(), intervalMs, random }, pace)
    await store.save(anew)
    return anew
  }

  async #dueRetests(): Promise<SweepTarget[]> {
    const now = this.#deps.now()
    return (await this.#deps.retests()).filter(({ at }) => at <= now)
  }

  async #plan(pace: SweepPace, targets: readonly SweepTarget[]): Promise<Sweep> {
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
        intervalMs: await this.#deps.periodMs(),
        retests: new Set(again.map(({ id }) => id)),
        random: this.#deps.random,
      },
      this.#deps.pace,
    )
    await this.#deps.store.save(sweep)
    return sweep
  }

  async #setNext(from: number): Promise<void> {
    const { jobs, pace, random } = this.#deps
    await jobs.set('sweep', from + jittered(await this.#deps.periodMs(), pace.jitter, random))
  }

  async #armNext(notBefore = this.#deps.now()): Promise<void> {
    const { jobs, store, pace } = this.#deps
    const settings: Settings = await this.#deps.settings()
    const rest = await this.#deps.resting()
    const running = await store.running()
    const mayRun = running !== null && (running.pace === 'now' || rest === null)
    const batch = mayRun ? (nextDue(running) ?? notBefore) : null
    if (!settings.consent) return this.#deps.arm(earliest(notBefore, batch))
    if (rest) return this.#deps.arm(earliest(notBefore, batch, rest.until))
    const planned = await jobs.at('sweep')
    const period = await this.#deps.periodMs()
    // None yet, or one from before the clock was set back: it must not wait for a time that may never come.
    if (planned === null || planned > this.#deps.now() + period * (1 + pace.jitter)) {
      await jobs.set('sweep', this.#deps.now() + period)
    }
    const sweep = await jobs.at('sweep')
    const sooner = earliest(notBefore, sweep, ...(await this.#deps.retests()).map(({ at }) => at))
    const next = earliest(notBefore, batch, sooner)
    const isBatch =
      running?.pace === 'background' && batch !== null && next !== null && next < (sooner ?? batch)
    await this.#deps.arm(next, isBatch)
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

  /** Answers what was under way, newest first. */
  async #endAll(state: 'stopped' | 'moved'): Promise<Sweep[]> {
    const { store } = this.#deps
    const ended: Sweep[] = []
    for (let left = await store.running(); left; left = await store.running()) {
      await store.end(left.id, state)
      ended.push(left)
    }
    return ended
  }

  /**
   * What comes of a sweep under way is told of this network. A plan made while nobody could say where we are becomes
   * that network's; what was recorded by then stays nowhere's, for it may have been anywhere.
   */
  async #tellOf(running: Sweep, networkId: string): Promise<void> {
    if (this.#run?.sweep.id === running.id) this.#run.sweep.networkId = networkId
    if (running.networkId !== this.#deps.unknownNetwork || running.networkId === networkId) return
    running.networkId = networkId
    await this.#deps.store.save(running)
  }

  /** Ends what was planned for another network; plans what it owes on this one, and answers what goes first of that. */
  async #moveAll(): Promise<Sweep | null> {
    let first: Sweep | null = null
    // The newest goes first, as before: so it is planned last.
    for (const { pace, items } of (await this.#endAll('moved')).reverse()) {
      const owed = items.filter((i) => !i.done).map((i) => ({ id: i.targetId, url: i.url }))
      if (owed.length > 0) first = await this.#plan(pace, owed)
    }
    return first
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
    this.#run = { sweep, abort, ended }
  }

  async #work(sweep: Sweep, signal: AbortSignal, telling: Telling): Promise<void> {
    const { pace, now, store } = this.#deps
    // The next alarm first: whatever kills us from here on, somebody looks again.
    await this.#deps.arm(now() + pace.watchdogMs)
    const due = sweep.items.filter((i) => !i.done && i.dueAt <= this.#dueUntil(sweep))
    if (due.length > 0) await runDue(sweep, due, signal, this.#deps, telling)
    if (signal.aborted) return
    if (nextDue(sweep) === null) await store.end(sweep.id, 'done')
    await telling.ended()
    await this.#armNext()
  }
}
