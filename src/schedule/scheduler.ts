import type { Tick, TickCause } from '../../core/connectivity/tick.ts'
import type { Resting } from '../messages/messages.ts'
import type { Settings } from '../settings/settings.ts'
import type { Heartbeat } from './heartbeat.ts'
import { jittered } from './jitter.ts'
import { earliest, healed, type JobName, type Jobs } from './jobs.ts'
import type { Pace } from './pace.ts'
import { earliness, isGap, looksAgain, type Rhythm, type RhythmMemory } from './rhythm.ts'

/** Of the sweeper: what the scheduler must know and may ask. */
export interface Sweeping {
  /** Something is being measured right now. */
  busy(): boolean
  /** Goes on with what is due; says through `want` when to be woken next. */
  wake(): Promise<void>
  /** Says anew when it wants to be woken, from what is on the disk. */
  rearm(): Promise<void>
}

export interface SchedulerDeps {
  jobs: Jobs
  rhythm: RhythmMemory
  sweeper: Sweeping
  heartbeat: Pick<Heartbeat, 'beat'>
  pace: Pace
  settings(): Promise<Pick<Settings, 'consent' | 'paused'>>
  /** What keeps the heartbeat from being made; also tells the pages. */
  resting(): Promise<Resting | null>
  /** The longest an ordinary sweep may be away, ms. */
  periodMs(): Promise<number>
  /** Asks anew which network this is: a change of it is told to the sweeper. */
  locate(): Promise<void>
  /** What can wait: each is asked now and then, and a failing one keeps none from its turn. True: more is left to do. */
  chores: readonly (() => Promise<boolean>)[]
  /** Arms the one alarm; null clears it. */
  arm(at: number | null): Promise<void>
  now(): number
  random(): number
}

/** A chore that was not finished goes on this much later. */
const MORE_CHORES_MS = 60_000

/**
 * One alarm serves everything. Who wakes arms it again before the work, so that a background killed at any moment is
 * woken anew, and at the end at the earliest of the job list.
 *
 *   alarm --> gap since somebody was awake? --yes--> hold everything until the link has settled, then look
 *               | no
 *               v
 *   a first look that is pending --> the sweeper's work --> the heartbeat, unless a sweep just made one --> upkeep
 *
 * Nothing is caught up with: of each job there is one, however many of its times were slept through.
 */
export class Scheduler {
  readonly #deps: SchedulerDeps
  #lock: Promise<unknown> = Promise.resolve()
  #arming: Promise<unknown> = Promise.resolve()
  #hinting: Promise<void> | null = null

  constructor(deps: SchedulerDeps) {
    this.#deps = deps
  }

  /** The alarm rang, or a worker came back in the middle of a sweep. */
  async wake(): Promise<void> {
    // The alarm that rang is used up, and what is under way may take a while: the next one first.
    const { settings, arm, now, pace } = this.#deps
    if (!(await settings()).consent) return
    await arm(now() + pace.watchdogMs)
    await this.#serial(() => this.#goOn())
    // Beside the rest: it waits for sweeps, and nobody may wait for it.
    await this.#upkeepIfDue()
  }

  /** A worker was ended in the middle of a sweep: it goes on at once, not when the dead one wanted to look after it. */
  async resume(): Promise<void> {
    const { settings, jobs, now } = this.#deps
    if (!(await settings()).consent) return
    await jobs.set('work', now())
    await this.wake()
  }

  /** The first worker of a browser session, or the alarm was lost: everything starts a settle time from now. */
  begin(cause: 'start' | 'lost'): Promise<void> {
    return this.#serial(async () => {
      const { settings, now, pace, sweeper } = this.#deps
      if (!(await settings()).consent) return
      if (cause === 'start') await this.#hold('start', now() + pace.settleMs)
      await sweeper.rearm()
      await this.#arm()
    })
  }

  /** When the sweeper is to be woken. What may wait rides along with a heartbeat that comes about then. */
  async want(at: number | null, mayWait = false): Promise<void> {
    const { jobs } = this.#deps
    await jobs.set('work', at !== null && mayWait ? await this.#ride(at) : at)
    await this.#arm()
  }

  /** A look at the link was kept, the heartbeat's own or a sweep's: the next one is counted from here. */
  async ticked(tick: Tick): Promise<void> {
    const { jobs, rhythm, pace } = this.#deps
    const cause = tick.detail?.cause ?? 'beat'
    const { connectivity } = tick
    const again = looksAgain((await rhythm.read()).connectivity, { connectivity, cause })
    await rhythm.change(({ turn }) => ({
      tickedAt: tick.at,
      awakeAt: tick.at,
      connectivity,
      turn: turn + 1,
      pending: again ? 'again' : null,
    }))
    await jobs.set('heartbeat', tick.at + this.#jittered(again ? pace.againMs : pace.heartbeatMs))
  }

  /** The network may be another one: asked at once when it would spoil a sweep, otherwise when it has settled. */
  hint(): Promise<void> {
    // All looks under way are cut off at once: one question answers for all.
    this.#hinting ??= this.#serial(() => this.#onHint()).finally(() => {
      this.#hinting = null
    })
    return this.#hinting
  }

  async #onHint(): Promise<void> {
    const { settings, sweeper, locate, rhythm, jobs, now, pace } = this.#deps
    const { consent, paused } = await settings()
    if (!consent) return
    if (sweeper.busy()) return locate()
    const { pending, tickedAt } = await rhythm.read()
    if (paused || pending !== null) return
    // Wi-Fi that comes and goes is not asked about each time.
    const at = Math.max(now() + pace.wakeSettleMs, (tickedAt ?? 0) + pace.againMs)
    const next = await jobs.at('heartbeat')
    await rhythm.change(() => ({ pending: 'network' }))
    await jobs.set('heartbeat', Math.min(next ?? at, at))
    await this.#arm()
  }

  /** What held the background back may do so no more: what waited for another time comes a settle time from now. */
  reconsider(): Promise<void> {
    return this.#serial(async () => {
      const { settings, sweeper, jobs, now, pace } = this.#deps
      // Nothing was ever planned: nothing was held back.
      if (!(await settings()).consent || (await jobs.list()).length === 0) return
      const beat = await jobs.at('heartbeat')
      const soon = now() + pace.settleMs
      if (beat !== null && beat > now() + pace.heartbeatMs * (1 + pace.jitter))
        await jobs.set('heartbeat', soon)
      if (!sweeper.busy()) await sweeper.rearm()
      await this.#arm()
    })
  }

  /** A heartbeat now, whatever the time: for whoever asks. */
  beatNow(): Promise<Tick | null> {
    return this.#serial(async () => {
      const { turn } = await this.#deps.rhythm.read()
      const tick = await this.#deps.heartbeat.beat({ cause: 'beat', scheduledAt: null, light: false, turn })
      await this.#arm()
      return tick === 'lost' ? null : tick
    })
  }

  async #goOn(): Promise<void> {
    const { jobs, rhythm, sweeper, now, pace } = this.#deps
    const { consent, paused } = await this.#deps.settings()
    if (!consent) return
    const at = now()
    const before = await rhythm.read()
    await rhythm.change(() => ({ awakeAt: at }))
    await this.#heal(before, at)
    if (!paused && !sweeper.busy() && isGap(before.awakeAt, at, pace.heartbeatMs)) {
      await this.#hold(before.pending ?? 'wake', at + pace.wakeSettleMs)
      return this.#arm()
    }
    // After a pause the link first: what a sweep began on a line that is not up yet would tell nothing.
    if (before.pending !== null) await this.#beatIfDue()
    const work = await jobs.at('work')
    if (work === null || work <= now()) await sweeper.wake()
    await this.#beatIfDue()
    await this.#arm()
  }

  /** Nothing before this, and then the link first. */
  async #hold(cause: TickCause, until: number): Promise<void> {
    const { rhythm, jobs } = this.#deps
    await rhythm.change(() => ({ pending: cause, awakeAt: this.#deps.now() }))
    await jobs.set('heartbeat', until)
    await jobs.set('work', until)
  }

  async #beatIfDue(): Promise<void> {
    const { jobs, rhythm, sweeper, heartbeat, now, pace } = this.#deps
    const scheduledAt = await jobs.at('heartbeat')
    if (scheduledAt !== null && scheduledAt > now()) return
    // A sweep under way makes a tick of its own.
    if (sweeper.busy()) return
    const rest = await this.#deps.resting()
    const next = now() + this.#jittered(pace.heartbeatMs)
    // While the user pauses nothing is to be rechecked; other reasons pass by themselves.
    await jobs.set('heartbeat', rest ? rest.until && Math.max(next, rest.until) : next)
    if (rest || scheduledAt === null) return
    const { pending, connectivity, tickedAt, turn } = await rhythm.read()
    await rhythm.change(() => ({ pending: null }))
    const cause = pending ?? (isGap(tickedAt, now(), pace.heartbeatMs) ? 'wake' : 'beat')
    const light = cause === 'beat' && connectivity === 'online'
    const seen = await heartbeat.beat({ cause, scheduledAt, light, turn })
    if (seen !== 'lost' || sweeper.busy()) return
    // The device slept in the middle of it: as after any sleep.
    await this.#hold('wake', now() + pace.wakeSettleMs)
  }

  async #upkeepIfDue(): Promise<void> {
    const { jobs, sweeper, chores, now, pace } = this.#deps
    const at = await jobs.at('upkeep')
    if (at === null || at > now() || sweeper.busy()) return
    await jobs.set('upkeep', now() + this.#jittered(pace.upkeepMs))
    await this.#arm()
    let more = false
    for (const chore of chores) {
      more = (await chore().catch((error: unknown) => void console.error('upkeep', error))) === true || more
    }
    if (!more) return
    await jobs.set('upkeep', now() + MORE_CHORES_MS)
    await this.#arm()
  }

  /** A clock that was set back must not keep anything waiting for a time that may never come. */
  async #heal({ awakeAt, tickedAt }: Rhythm, at: number): Promise<void> {
    const { jobs, pace, rhythm } = this.#deps
    const widest = (ms: number) => Math.round(ms * (1 + pace.jitter))
    const period = widest(await this.#deps.periodMs().catch(() => DAY_MS))
    const rests = (await this.#deps.resting()) !== null
    const furthest: Record<JobName, number> = {
      heartbeat: rests ? DAY_MS : Math.max(widest(pace.heartbeatMs), pace.settleMs, pace.wakeSettleMs),
      work: rests ? DAY_MS : Math.max(period, pace.troubleMs),
      sweep: period,
      upkeep: widest(pace.upkeepMs),
    }
    const list = await jobs.list()
    for (const { name, at: time } of healed(list, at, furthest)) {
      if (list.find((job) => job.name === name)?.at !== time) await jobs.set(name, time)
    }
    if (tickedAt !== null && tickedAt > at) await rhythm.change(() => ({ tickedAt: null }))
    // What the sweeper wanted was counted on another clock, or nobody knows on which.
    if (awakeAt === null || awakeAt > at) await jobs.set('work', at)
  }

  async #ride(at: number): Promise<number> {
    const { jobs, pace } = this.#deps
    const beat = await jobs.at('heartbeat')
    if (beat === null) return at
    return beat >= at - earliness(pace) && beat < at + pace.heartbeatMs ? beat : at
  }

  /** At the earliest of the list; what must be in it and is not is put there. */
  #arm(): Promise<void> {
    const { jobs, sweeper, settings, now, pace } = this.#deps
    const mine = this.#arming.then(async () => {
      const { consent, paused } = await settings()
      if (!consent) return this.#deps.arm(await jobs.at('work'))
      if (!paused && (await jobs.at('heartbeat')) === null) await jobs.set('heartbeat', now() + pace.settleMs)
      if (paused) await jobs.set('heartbeat', null)
      if ((await jobs.at('upkeep')) === null) await jobs.set('upkeep', now() + this.#jittered(pace.upkeepMs))
      // The ordinary sweep's time is in what the sweeper wants, unless another one is still under way.
      const times = (await jobs.list()).filter(({ name }) => name !== 'sweep').map(({ at }) => at)
      // At work: what is due now waits for its end, and must not ring until then.
      const notBefore = sweeper.busy() ? now() + pace.watchdogMs : now()
      await this.#deps.arm(earliest(notBefore, ...times))
    })
    this.#arming = mine.catch(() => {})
    return mine
  }

  #jittered(ms: number): number {
    return jittered(ms, this.#deps.pace.jitter, this.#deps.random)
  }

  #serial<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#lock.then(work)
    this.#lock = result.catch(() => {})
    return result
  }
}

const DAY_MS = 86_400_000
