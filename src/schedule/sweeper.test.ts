import { describe, expect, it } from 'vitest'
import type { ReferenceObservation } from '../../core/model/observation.ts'
import type { Verdict } from '../../core/model/verdict.ts'
import type { Measurement, Sweep } from '../history/records.ts'
import type { MeasuredTarget } from '../measure/target.ts'
import type { SweepProgress } from '../messages/messages.ts'
import { defaultSettings } from '../settings/defaults.ts'
import { PACE } from './pace.ts'
import { Sweeper, type SweeperDeps } from './sweeper.ts'

const verdict: Verdict = {
  status: 'reachable',
  mechanism: null,
  confidence: null,
  reason: null,
  scope: null,
  warnings: [],
  rules: ['x'],
  hop: null,
  engine: 1,
}
const measured: MeasuredTarget = { observations: [], verdict, ms: 1, requests: 1, bytes: 1 }
const reference: ReferenceObservation = {
  v: 1,
  kind: 'reference',
  at: 0,
  ms: 1,
  requests: 1,
  bytes: 0,
  group: 'foreign',
  url: 'https://reference.test/',
  ok: true,
  altered: false,
  status: 200,
  failure: null,
  clockSkewMs: null,
  builtInRoot: null,
  root: null,
}

/** The disk and the browser of one device: they outlive any number of workers. */
function device(count: number) {
  const state = {
    sweeps: new Map<string, Sweep>(),
    recorded: [] as Measurement[],
    alarm: null as number | null,
    log: [] as string[],
    progress: null as SweepProgress | null,
    problem: null as unknown,
    leases: 0,
    now: 1_000_000,
    settings: {
      ...defaultSettings('Asia/Almaty'),
      consent: { at: 1, textVersion: 1 } as { at: number; textVersion: number } | null,
    },
    read: (): void => {},
    record: (_: Measurement): void => {},
    measure: async (_url: string, _signal: AbortSignal): Promise<MeasuredTarget> => measured,
  }
  const targets = Array.from({ length: count }, (_, i) => ({ id: `t${i}`, url: `https://t${i}.test/` }))
  let ids = 0
  const deps: SweeperDeps = {
    store: {
      async save(sweep) {
        state.log.push('save')
        state.sweeps.set(sweep.id, structuredClone(sweep))
      },
      async running() {
        state.read()
        return structuredClone([...state.sweeps.values()].find((s) => s.state === 'running') ?? null)
      },
      async end(id, how) {
        const sweep = state.sweeps.get(id)
        if (sweep?.state === 'running') sweep.state = how
      },
      async record(m) {
        state.record(m)
        state.recorded.push(m)
        const item = state.sweeps.get(m.sweepId)?.items.find((i) => i.targetId === m.targetId)
        if (item) item.done = true
        return { event: null }
      },
      async tick() {},
    },
    pace: PACE,
    settings: async () => state.settings,
    targets: async () => targets,
    networkId: async () => 'n',
    async instruments(_sweep, signal) {
      state.log.push('lease')
      state.leases++
      return {
        references: async () => [reference],
        measure: (url) => state.measure(url, signal),
        release: () => void state.leases--,
      }
    },
    async progress(p) {
      state.progress = p
    },
    async problem(error) {
      state.problem = error
    },
    async arm(at) {
      state.log.push('arm')
      state.alarm = at
    },
    now: () => state.now,
    monotonic: () => 0,
    random: () => 0.5,
    newId: () => `id${ids++}`,
    browser: 'test 1',
  }
  return { state, deps, worker: () => new Sweeper(deps) }
}

const idsOf = (recorded: Measurement[]) => recorded.map((m) => m.targetId).sort()

describe('Sweeper', () => {
  it('measures nothing before the user agreed', async () => {
    const { state, worker } = device(3)
    state.settings.consent = null
    const sweeper = worker()
    await expect(sweeper.start('now')).rejects.toMatchObject({ code: 'consent' })
    await sweeper.wake()
    await sweeper.idle()
    expect(state).toMatchObject({ recorded: [], leases: 0, log: [] })
  })

  it('persists the plan, arms the next alarm, then works, then lets go of the lease', async () => {
    const { state, worker } = device(50)
    const sweeper = worker()
    const { sweepId } = await sweeper.start('now')
    await sweeper.idle()
    expect(state.log.slice(0, 3)).toEqual(['save', 'arm', 'lease'])
    expect(idsOf(state.recorded)).toHaveLength(50)
    expect(state.sweeps.get(sweepId)?.state).toBe('done')
    expect(state.leases).toBe(0)
    expect(state.progress).toMatchObject({ done: 50, total: 50, running: false })
    expect(state.alarm).toBe(state.now + 60 * 60_000)
  })

  it('goes on where a dead worker stopped: nothing lost, nothing twice', async () => {
    const { state, worker } = device(30)
    let measuredCount = 0
    // The first worker dies after seven: everything it still awaits never comes back.
    state.measure = async () => (++measuredCount > 7 ? new Promise<never>(() => {}) : measured)
    const dead = worker()
    await dead.start('now')
    await expect.poll(() => state.recorded.length).toBe(7)
    expect(state.alarm).toBe(state.now + PACE.watchdogMs)
    state.measure = async () => measured
    const next = worker()
    await next.wake()
    await next.idle()
    expect(idsOf(state.recorded)).toEqual(Array.from({ length: 30 }, (_, i) => `t${i}`).sort())
    expect([...state.sweeps.values()].map((s) => s.state)).toEqual(['done'])
  })

  it('looks again later when the alarm rings during work, for that alarm is used up', async () => {
    const { state, worker } = device(2)
    let release = (_: MeasuredTarget) => {}
    state.measure = () => new Promise((r) => (release = r))
    const sweeper = worker()
    await sweeper.start('now')
    await expect.poll(() => state.leases).toBe(1)
    state.alarm = null
    state.now += 30_000
    await sweeper.wake()
    expect(state.alarm).toBe(state.now + PACE.watchdogMs)
    release(measured)
  })

  it('answers the running sweep to a second start, and adds a single check to it', async () => {
    const { state, worker } = device(3)
    const waiting: ((m: MeasuredTarget) => void)[] = []
    state.measure = (_, signal) =>
      new Promise((resolve, reject) => {
        waiting.push(resolve)
        signal.addEventListener('abort', () => reject(new Error('aborted')))
      })
    const sweeper = worker()
    const first = await sweeper.start('now')
    expect(await sweeper.start('now')).toEqual(first)
    await expect.poll(() => waiting.length).toBe(3)
    state.measure = async () => measured
    const check = await sweeper.start('now', [{ id: 'extra', url: 'https://extra.test/' }])
    await sweeper.idle()
    expect(check.sweepId).not.toBe(first.sweepId)
    // What the halted sweep still owed was measured with it.
    expect(idsOf(state.recorded)).toEqual(['extra', 't0', 't1', 't2'])
  })

  it('stops: what is finished stays, what was cut off is not recorded', async () => {
    const { state, worker } = device(5)
    let n = 0
    state.measure = (_, signal) =>
      ++n <= 2
        ? Promise.resolve(measured)
        : new Promise((resolve) => signal.addEventListener('abort', () => resolve(measured)))
    const sweeper = worker()
    const { sweepId } = await sweeper.start('now')
    await expect.poll(() => state.recorded.length).toBe(2)
    await sweeper.stop()
    expect(state.recorded).toHaveLength(2)
    expect(state.sweeps.get(sweepId)?.state).toBe('stopped')
    expect(state.progress?.running).toBe(false)
    expect(state.leases).toBe(0)
  })

  it('spreads a background sweep over several alarms', async () => {
    const { state, worker } = device(12)
    const sweeper = worker()
    const rounds: number[] = []
    for (let i = 0; i < 6; i++) {
      await sweeper.wake()
      await sweeper.idle()
      rounds.push(state.recorded.length)
      state.now = Math.max(state.now, state.alarm ?? 0)
    }
    expect(rounds).toEqual([2, 4, 6, 8, 10, 12])
    expect([...state.sweeps.values()].map((s) => s.state)).toEqual(['done'])
  })

  it('tries again an interval later when nothing is due, as when all of it rests', async () => {
    const { state, worker } = device(0)
    const sweeper = worker()
    await sweeper.wake()
    await sweeper.idle()
    expect(state).toMatchObject({ recorded: [], alarm: state.now + 60 * 60_000 })
  })

  it('does nothing in the background while paused', async () => {
    const { state, worker } = device(3)
    state.settings.paused = true
    const sweeper = worker()
    await sweeper.wake()
    await sweeper.idle()
    expect(state).toMatchObject({ recorded: [], alarm: null })
  })

  it('backs off and says so when the store cannot be written', async () => {
    const { state, worker } = device(3)
    state.record = () => {
      throw Object.assign(new Error('disk full'), { code: 'quota' })
    }
    const sweeper = worker()
    await sweeper.start('now')
    await sweeper.idle()
    expect(state.problem).toMatchObject({ code: 'quota' })
    expect(state.alarm).toBe(state.now + PACE.troubleMs)
    expect(state.leases).toBe(0)
    state.record = () => {}
    await sweeper.wake()
    await sweeper.idle()
    expect(state.problem).toBeNull()
    expect(state.recorded).toHaveLength(3)
  })

  it('backs off and says so when the store cannot even be read: the alarm that rang is used up', async () => {
    const { state, worker } = device(3)
    state.read = () => {
      throw Object.assign(new Error('another version owns it'), { code: 'newer-schema' })
    }
    const sweeper = worker()
    await sweeper.wake()
    expect(state.problem).toMatchObject({ code: 'newer-schema' })
    expect(state.alarm).toBe(state.now + PACE.troubleMs)
    await expect(sweeper.start('now')).rejects.toMatchObject({ code: 'newer-schema' })
  })
})
