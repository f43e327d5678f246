import type { Tick } from '../../core/connectivity/tick.ts'
import type { ReferenceObservation } from '../../core/model/observation.ts'
import { references } from '../../core/verdict/observe.test-kit.ts'
import { device } from './device.test-kit.ts'
import { Heartbeat } from './heartbeat.ts'
import { jobsIn } from './jobs.ts'
import { PACE } from './pace.ts'
import { rhythmIn } from './rhythm.ts'
import { Scheduler, type SchedulerDeps } from './scheduler.ts'
import { Sweeper } from './sweeper.ts'

/** Calls of a dead worker never come back, and do nothing. */
function mortal<T extends object>(deps: T, isAlive: () => boolean): T {
  return new Proxy(deps, {
    get(target, key, self) {
      const found: unknown = Reflect.get(target, key, self)
      if (typeof found === 'object' && found !== null && key !== 'pace') return mortal(found, isAlive)
      if (typeof found !== 'function') return found
      return (...args: unknown[]) => (isAlive() ? found.apply(target, args) : new Promise(() => {}))
    },
  })
}

/**
 * A device with its one alarm, scheduler, heartbeat and sweeper: `ring` goes to the alarm's time and lets it ring, and
 * a worker that was killed is replaced by a new one, as a browser does.
 */
export function wholeDevice(count: number) {
  const { state, deps } = device(count)
  const world = {
    /** What the reference hosts say. */
    look: (): ReferenceObservation[] | null => references(),
    looks: [] as { light: boolean; turn: number; at: number }[],
    rings: [] as number[],
    located: 0,
    /** Looks at the link do not end by themselves. */
    hang: false,
    chores: [] as SchedulerDeps['chores'],
    random: () => 0.5,
    beatRest: null as typeof state.resting,
    onTick: async (_: Tick): Promise<void> => {},
  }

  function boot() {
    let alive = true
    const kill = () => {
      alive = false
    }
    const isAlive = () => alive
    const disk = mortal(
      {
        get: async (key: string) => ({ [key]: structuredClone(state.kept[key]) }),
        set: async (items: Record<string, unknown>) => void Object.assign(state.kept, structuredClone(items)),
      },
      isAlive,
    )
    const jobs = jobsIn(disk)
    const keepTick = async (tick: Tick) => {
      state.ticks.push(tick)
      await world.onTick(tick)
      await scheduler.ticked(tick)
    }
    const heartbeat = new Heartbeat(
      mortal(
        {
          async look({ light, turn, signal }) {
            world.looks.push({ light, turn, at: state.now })
            if (world.hang) await new Promise((resolve) => signal.addEventListener('abort', resolve))
            const seen = world.look()
            return seen && { references: seen, light: light && seen.every((o) => o.ok) }
          },
          network: async () => state.network,
          record: keepTick,
          spend: deps.spend,
          now: deps.now,
          monotonic: deps.monotonic,
          session: 'session',
          periodMs: () => PACE.heartbeatMs,
        },
        isAlive,
      ),
    )
    const random = () => world.random()
    const sweeper: Sweeper = new Sweeper(
      mortal(
        {
          ...deps,
          jobs,
          random,
          store: { ...deps.store, tick: keepTick },
          arm: (at, mayWait) => scheduler.want(at, mayWait),
          async instruments(sweep, signal) {
            await heartbeat.stop()
            return deps.instruments(sweep, signal)
          },
        },
        isAlive,
      ),
    )
    const scheduler: Scheduler = new Scheduler(
      mortal(
        {
          jobs,
          rhythm: rhythmIn(disk),
          // Lives and dies with the worker, and keeps private state that no proxy may stand before.
          sweeper: {
            busy: () => sweeper.busy(),
            wake: () => sweeper.wake(),
            rearm: () => sweeper.rearm(),
          },
          heartbeat: { beat: (beat) => heartbeat.beat(beat) },
          pace: PACE,
          settings: deps.settings,
          resting: async () => (state.settings.paused ? { why: 'paused', until: null } : world.beatRest),
          periodMs: deps.periodMs,
          async locate() {
            world.located++
          },
          get chores() {
            return world.chores
          },
          async arm(at) {
            state.alarm = at
          },
          now: deps.now,
          random,
        },
        isAlive,
      ),
    )
    return { scheduler, sweeper, heartbeat, jobs, isAlive, kill }
  }

  let worker = boot()
  const device_ = {
    state,
    world,
    deps,
    worker: () => worker,
    /** Waits for the end of whatever the living worker does. */
    async settle() {
      for (let i = 0; i < 40; i++) await new Promise((resolve) => setImmediate(resolve))
      if (worker.isAlive()) await worker.sweeper.idle()
    },
    /** A new worker, as after a kill, a restart or an update. */
    async restart(how: 'start' | 'lost' | 'died' = 'died') {
      worker.kill()
      const cut = state.leases > 0
      state.leases = 0
      worker = boot()
      if (how !== 'died') void worker.scheduler.begin(how)
      else if (cut) void worker.scheduler.resume()
      await device_.settle()
    },
    /** Goes on to the alarm (or `at`, when the device slept until then) and lets it ring. */
    async ring(at = state.alarm ?? 0) {
      if (state.alarm === null) return
      state.now = Math.max(state.now, at, state.alarm)
      state.alarm = null
      world.rings.push(state.now)
      if (!worker.isAlive()) {
        state.leases = 0
        worker = boot()
      }
      void worker.scheduler.wake()
      await device_.settle()
    },
    /** Lets the alarm ring until then. */
    async until(end: number) {
      while (state.alarm !== null && state.alarm <= end) await device_.ring()
      state.now = Math.max(state.now, end)
    },
  }
  return device_
}
