import type { ReferenceObservation } from '../../core/model/observation.ts'
import type { Verdict } from '../../core/model/verdict.ts'
import type { Measurement, Sweep, Tick } from '../history/records.ts'
import type { MeasuredTarget } from '../measure/target.ts'
import type { Resting, SweepProgress } from '../messages/messages.ts'
import { defaultSettings } from '../settings/defaults.ts'
import { jobsIn } from './jobs.ts'
import { PACE } from './pace.ts'
import type { MeasureOptions, Retest, SweeperDeps } from './ports.ts'
import { Sweeper } from './sweeper.ts'

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
export const measured: MeasuredTarget = { observations: [], verdict, ms: 1, requests: 1, bytes: 1 }
const reference: ReferenceObservation = {
  v: 2,
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
  timing: { dns: null, connect: null, tls: null, wait: null, body: null },
  ip: null,
  proxied: null,
}

/** The disk and the browser of one device: they outlive any number of workers. */
export function device(count: number) {
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
    kept: {} as Record<string, unknown>,
    retests: [] as Retest[],
    ticks: [] as Tick[],
    resting: null as Resting | null,
    network: 'n',
    /** What somebody who is asked anew says, in the middle of a sweep. */
    where: (): string | Promise<string> => state.network,
    hints: 0,
    spent: 0,
    saved: [] as Sweep[],
    read: (): void => {},
    record: (_: Measurement): void => {},
    measure: async (_url: string, _signal: AbortSignal, _: MeasureOptions): Promise<MeasuredTarget> =>
      measured,
  }
  const targets = Array.from({ length: count }, (_, i) => ({ id: `t${i}`, url: `https://t${i}.test/` }))
  let ids = 0
  const deps: SweeperDeps = {
    store: {
      async save(sweep) {
        state.log.push('save')
        state.sweeps.set(sweep.id, structuredClone(sweep))
        state.saved.push(structuredClone(sweep))
      },
      async running() {
        state.read()
        return structuredClone([...state.sweeps.values()].findLast((s) => s.state === 'running') ?? null)
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
        state.retests = state.retests.filter((r) => r.id !== m.targetId)
      },
      async tick(tick) {
        state.ticks.push(tick)
      },
    },
    jobs: jobsIn({
      get: async (key) => ({ [key]: state.kept[key] }),
      set: async (items) => void Object.assign(state.kept, items),
    }),
    pace: PACE,
    settings: async () => state.settings,
    targets: async () => targets,
    periodMs: async () => state.settings.intervalMinutes * 60_000,
    resting: async () => (state.settings.paused ? { why: 'paused', until: null } : state.resting),
    async spend({ requests }) {
      state.spent += requests
    },
    retests: async () => state.retests,
    unknownNetwork: 'unknown',
    networkId: async () => state.network,
    async locate() {},
    whereNow: async () => state.where(),
    networkHint() {
      state.hints++
    },
    allSites: async () => true,
    async instruments(_sweep, signal) {
      state.log.push('lease')
      state.leases++
      return {
        references: async () => [reference],
        measure: (url, _link, _references, options) => state.measure(url, signal, options),
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
    monotonic: () => state.now - 1_000_000,
    session: 'session',
    random: () => 0.5,
    newId: () => `id${ids++}`,
    browser: 'test 1',
  }
  return { state, deps, worker: () => new Sweeper(deps) }
}

export const idsOf = (recorded: Measurement[]) => recorded.map((m) => m.targetId).sort()
