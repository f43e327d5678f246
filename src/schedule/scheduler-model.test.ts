import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Sweep } from '../history/records.ts'
import { measured } from './device.test-kit.ts'
import { PACE } from './pace.ts'
import { isOwed } from './sweep-period.ts'
import { wholeDevice } from './whole-device.test-kit.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
/** By hand it may be let run for longer. */
const RUNS = Number(process.env.MODEL_RUNS ?? 40)
const TARGETS = 18
const PERIOD = HOUR
/** As many as one batch holds. */
const BATCH = TARGETS / PACE.backgroundBatches

type Device = ReturnType<typeof wholeDevice>

interface Model {
  device: Device
  /** Wall-clock starts of ordinary sweeps since the clock last went back. */
  ordinary: number[]
  seen: Set<string>
  /** Looks that the worker may still make before it dies; null: it lives. */
  left: number | null
}

function deviceWithIntervals(): Device {
  const device = wholeDevice(TARGETS)
  const all = device.deps.targets
  // As the product does: a target joins when its interval has nearly passed on this network.
  device.deps.targets = async (pace, periodMs) =>
    (await all(pace, periodMs)).filter(({ id }) => {
      const last = device.state.recorded.findLast(
        (m) => m.targetId === id && m.networkId === device.state.network,
      )
      const how = { now: device.state.now, intervalMs: PERIOD, periodMs, jitter: PACE.jitter }
      return pace === 'now' || isOwed(last?.at ?? null, how)
    })
  return device
}

/** One thing that happens to a device; each ends with the device at rest. */
const step = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({ do: fc.constant('ring' as const), times: fc.integer({ min: 1, max: 12 }) }),
  },
  fc.record({ do: fc.constant('die' as const), after: fc.integer({ min: 0, max: 5 }) }),
  fc.record({ do: fc.constant('sleep' as const), minutes: fc.integer({ min: 1, max: 2_000 }) }),
  fc.record({ do: fc.constant('clock' as const), minutes: fc.integer({ min: -3_000, max: 3_000 }) }),
  fc.record({ do: fc.constant('lose-alarm' as const) }),
  fc.record({ do: fc.constant('restart' as const), minutes: fc.integer({ min: 0, max: 600 }) }),
  fc.record({ do: fc.constant('move' as const), to: fc.constantFrom('n', 'm', 'unknown') }),
  fc.record({ do: fc.constant('test-now' as const) }),
  fc.record({ do: fc.constant('damage' as const), key: fc.constantFrom('jobs', 'heartbeat') }),
)
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

/** What must hold after whatever happened. */
function check(model: Model): void {
  const { state } = model.device
  for (const sweep of state.sweeps.values()) {
    if (model.seen.has(sweep.id)) continue
    model.seen.add(sweep.id)
    if (isOrdinary(sweep, state.sweeps)) model.ordinary.push(sweep.startedAt)
  }
  // No two ordinary sweeps within an interval.
  for (const [i, at] of model.ordinary.entries()) {
    const before = model.ordinary[i - 1]
    if (before !== undefined) expect(at - before).toBeGreaterThanOrEqual(PERIOD * (1 - PACE.jitter))
  }
  // Nothing doubled: a target once a sweep. Nothing lost: what a sweep calls done is there, and its end is told.
  const looks = new Map<string, number>()
  for (const m of state.recorded) {
    const key = `${m.sweepId} ${m.targetId}`
    looks.set(key, (looks.get(key) ?? 0) + 1)
    // Attributed to where it was planned for, or to nowhere.
    expect([state.sweeps.get(m.sweepId)?.networkId, 'unknown']).toContain(m.networkId)
  }
  expect([...looks.values()].filter((n) => n > 1)).toEqual([])
  for (const { id, items, state: how } of state.sweeps.values()) {
    for (const item of items) expect(looks.get(`${id} ${item.targetId}`) ?? 0).toBe(item.done ? 1 : 0)
    if (how === 'done') expect(items.every((i) => i.done)).toBe(true)
  }
  // Somebody will wake us.
  expect(state.alarm).not.toBeNull()
}

/** Neither the user's own, nor retests, nor what a change of network left over. */
function isOrdinary(sweep: Sweep, all: ReadonlyMap<string, Sweep>): boolean {
  const before = [...all.values()].slice(0, [...all.keys()].indexOf(sweep.id))
  const owes = before.some(
    (s) =>
      s.state === 'moved' &&
      s.pace === 'background' &&
      s.networkId !== sweep.networkId &&
      sweep.items.every(({ targetId }) => s.items.some((i) => i.targetId === targetId && !i.done)),
  )
  return sweep.pace === 'background' && sweep.retest !== true && !owes
}

async function ring(model: Model): Promise<void> {
  const { device } = model
  const before = device.state.recorded.length
  const user = [...device.state.sweeps.values()].some((s) => s.state === 'running' && s.pace === 'now')
  await device.ring()
  // No storm: two batches may have come due by one ring, never a whole list.
  if (!user) expect(device.state.recorded.length - before).toBeLessThanOrEqual(2 * BATCH)
}

async function happen(model: Model, s: Step): Promise<void> {
  const { device } = model
  const { state } = device
  switch (s.do) {
    case 'ring':
      for (let i = 0; i < s.times; i++) {
        await ring(model)
        check(model)
      }
      return
    case 'die':
      // In the middle of the next work, after so many looks.
      model.left = s.after
      return ring(model)
    case 'sleep':
      state.now += s.minutes * MINUTE
      return ring(model)
    case 'clock':
      state.now += s.minutes * MINUTE
      // The browser's alarm counts on by itself.
      if (state.alarm !== null) state.alarm = state.now + MINUTE
      if (s.minutes < 0) model.ordinary = []
      return
    case 'lose-alarm':
      state.alarm = null
      return device.restart('lost')
    case 'restart':
      state.now += s.minutes * MINUTE
      state.alarm = null
      return device.restart('start')
    case 'move':
      state.network = s.to
      if (device.worker().isAlive()) await device.worker().sweeper.move(s.to)
      return
    case 'test-now':
      if (!device.worker().isAlive()) await device.restart()
      await device.worker().sweeper.start('now')
      // It sets the time of the next ordinary one.
      return
    case 'damage':
      state.kept[s.key] = 'damaged'
      // Without the list nobody knows when the last sweep was: one may come early.
      if (s.key === 'jobs') model.ordinary = []
      return
  }
}

describe('whatever happens to a device', () => {
  it(
    'nothing is lost, nothing doubled, nothing stormed, and it comes to rest in its rhythm',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(step, { minLength: 1, maxLength: 25 }),
          fc.integer({ min: 1, max: 2 ** 30 }),
          async (steps, seed) => {
            const device = deviceWithIntervals()
            const { state, world } = device
            const model: Model = { device, ordinary: [], seen: new Set(), left: null }
            let dice = seed
            world.random = () => {
              dice = (dice * 48_271) % 2_147_483_647
              return dice / 2_147_483_647
            }
            state.measure = async () => {
              if (model.left !== null && model.left-- <= 0) {
                model.left = null
                device.worker().kill()
                return new Promise(() => {})
              }
              return measured
            }
            await device.restart('start')
            for (const s of steps) {
              await happen(model, s)
              await device.settle()
              check(model)
            }
            // Left in peace it is as if nothing had happened.
            model.left = null
            const goOn = async (until: number) => {
              const from = {
                rings: world.rings.length,
                ticks: state.ticks.length,
                looks: state.recorded.length,
              }
              while (state.now < until) {
                await ring(model)
                check(model)
              }
              return {
                rings: world.rings.length - from.rings,
                ticks: state.ticks.length - from.ticks,
                targets: new Set(state.recorded.slice(from.looks).map((m) => m.targetId)).size,
              }
            }
            const calm = await goOn(state.now + 2 * HOUR)
            const last = await goOn(state.now + HOUR)
            expect(calm.targets).toBe(TARGETS)
            expect(last.rings).toBeLessThanOrEqual(16)
            expect(last.ticks).toBeGreaterThanOrEqual(10)
          },
        ),
        { numRuns: RUNS, endOnFailure: true },
      )
    },
    3_000 * RUNS,
  )
})
