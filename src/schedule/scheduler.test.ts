import { describe, expect, it } from 'vitest'
import { references } from '../../core/verdict/observe.test-kit.ts'
import { measured } from './device.test-kit.ts'
import { PACE } from './pace.ts'
import { wholeDevice } from './whole-device.test-kit.ts'

const HOUR = 3_600_000
const MINUTE = 60_000
const offline = () => references({ foreign: 0, inCountry: 0, portal: 'silent' })

async function running(count = 12) {
  const d = wholeDevice(count)
  await d.restart('start')
  return d
}

describe('the scheduler', () => {
  it('measures and arms nothing before the user agreed', async () => {
    const d = wholeDevice(3)
    d.state.settings.consent = null
    await d.restart('start')
    await d.worker().scheduler.wake()
    expect(d.state).toMatchObject({ alarm: null, ticks: [], recorded: [], kept: {} })
  })

  it('begins a settle time after the browser, with a whole look at the link, then sweeps', async () => {
    const d = await running()
    const begun = d.state.now
    expect(d.state.alarm).toBe(begun + PACE.settleMs)
    await d.ring()
    expect(d.state.ticks.map((t) => t.detail?.cause)).toEqual(['start', 'sweep'])
    expect(d.world.looks).toMatchObject([{ light: false }])
    expect(d.state.recorded).toHaveLength(2)
  })

  it('beats about every five minutes, lightly, round the hosts', async () => {
    const d = await running(0)
    await d.until(d.state.now + 2 * HOUR)
    const beats = d.state.ticks.slice(1)
    expect(beats.length).toBeGreaterThanOrEqual(23)
    expect(new Set(beats.map((t) => t.detail?.cause))).toEqual(new Set(['beat']))
    expect(d.world.looks.slice(1).every((l) => l.light)).toBe(true)
    expect(d.world.looks.slice(1).map((l) => l.turn)).toEqual(beats.map((_, i) => i + 1))
    expect(d.state.ticks.every((t) => (t.scheduledAt ?? 0) <= t.at)).toBe(true)
  })

  it('wakes about twelve times an hour, for all there is to do', async () => {
    const d = await running(60)
    let seed = 1
    d.world.random = () => {
      seed = (seed * 48_271) % 2_147_483_647
      return seed / 2_147_483_647
    }
    await d.until(d.state.now + 12 * HOUR)
    expect(d.world.rings.length / 12).toBeLessThan(14)
    // Some 12 sweeps of 60.
    expect(d.state.recorded.length).toBeGreaterThan(60 * 10)
    expect(d.state.recorded.length).toBeLessThanOrEqual(60 * 13)
  }, 30_000)

  it('arms the next alarm before any work', async () => {
    const d = await running(1)
    let armed: number | null = null
    d.state.measure = async () => {
      armed = d.state.alarm
      return new Promise(() => {})
    }
    void d.ring()
    await expect.poll(() => armed).toBe(d.state.now + PACE.watchdogMs)
  })

  it('goes on at once with a sweep whose worker died, when the user wakes the next one', async () => {
    const d = await running(12)
    d.state.measure = async () => {
      d.worker().kill()
      return new Promise(() => {})
    }
    await d.ring()
    expect(d.state.recorded).toEqual([])
    d.state.measure = async () => measured
    // Long before the alarm.
    d.state.now += 1_000
    await d.restart()
    expect(d.state.recorded).toHaveLength(2)
  })

  it('looks once more, soon, when the state changes, and then at the ordinary pace', async () => {
    const d = await running(0)
    await d.ring()
    const at = () => d.state.ticks.at(-1)?.at ?? 0
    d.world.look = offline
    await d.ring()
    const first = at()
    expect(d.state.ticks.at(-1)).toMatchObject({ connectivity: 'offline', detail: { light: false } })
    await d.ring()
    expect(d.state.ticks.at(-1)?.detail?.cause).toBe('again')
    expect(at() - first).toBe(PACE.againMs)
    await d.ring()
    expect(at() - first).toBe(PACE.againMs + PACE.heartbeatMs)
    // Known to be bad: all are asked.
    expect(d.world.looks.at(-1)?.light).toBe(false)
    d.world.look = () => references()
    await d.ring()
    await d.ring()
    expect(d.state.ticks.slice(-2).map((t) => [t.connectivity, t.detail?.cause])).toEqual([
      ['online', 'beat'],
      ['online', 'again'],
    ])
  })

  it('tells sleep from a lost line: after a gap it settles, looks once, and catches up with one sweep', async () => {
    const d = await running(12)
    await d.until(d.state.now + 90 * MINUTE)
    const before = d.state.recorded.length
    const ticks = d.state.ticks.length
    await d.ring(d.state.now + 9 * HOUR)
    const woke = d.state.now
    expect(d.state).toMatchObject({ alarm: woke + PACE.wakeSettleMs })
    expect(d.state.ticks).toHaveLength(ticks)
    await d.ring()
    expect(d.state.ticks.slice(ticks).map((t) => t.detail?.cause)).toEqual(['wake', 'sweep'])
    // A batch, not the list; and what the sleep cut in two is owed to this sweep, not to its own.
    expect(d.state.recorded.length - before).toBe(2)
    await d.until(woke + 45 * MINUTE)
    expect(d.state.recorded.length - before).toBe(12)
    expect([...d.state.sweeps.values()].filter((s) => s.state === 'running')).toEqual([])
  })

  it('spreads anew what a short sleep made overdue', async () => {
    const d = await running(60)
    await d.ring()
    expect(d.state.recorded).toHaveLength(10)
    await d.ring(d.state.now + 40 * MINUTE)
    const counts = []
    for (let i = 0; i < 5; i++) {
      const before = d.state.recorded.length
      await d.ring()
      counts.push(d.state.recorded.length - before)
    }
    expect(Math.max(...counts)).toBeLessThanOrEqual(10)
  })

  it('throws away a look that the device slept in, and looks when it has settled', async () => {
    const d = await running(0)
    d.world.look = () => null
    await d.ring()
    expect(d.state.ticks).toEqual([])
    expect(d.state.alarm).toBe(d.state.now + PACE.wakeSettleMs)
    d.world.look = () => references()
    await d.ring()
    expect(d.state.ticks.map((t) => t.detail?.cause)).toEqual(['wake'])
  })

  it('finds its way back from a lost alarm, a lost list and a list from a clock that was ahead', async () => {
    const damage: Record<string, unknown>[] = [
      {},
      { jobs: undefined },
      { jobs: 'damaged' },
      { jobs: [{ name: 'heartbeat', at: 9e15 }, { name: 'nonsense' }, null] },
      { heartbeat: { awakeAt: 'x' } },
    ]
    for (const harm of damage) {
      const d = await running(6)
      await d.until(d.state.now + 3 * HOUR)
      Object.assign(d.state.kept, harm)
      d.state.alarm = null
      await d.restart('lost')
      const from = { ticks: d.state.ticks.length, looks: d.state.recorded.length }
      await d.until(d.state.now + 2 * HOUR)
      expect(d.state.ticks.length - from.ticks).toBeGreaterThan(20)
      expect(d.state.recorded.length - from.looks).toBeGreaterThanOrEqual(6)
    }
  })

  it('goes on when the clock is set back by a year, and when it is set ahead', async () => {
    for (const jump of [-8_760 * HOUR, -HOUR, 8_760 * HOUR]) {
      const d = await running(6)
      await d.until(d.state.now + 3 * HOUR)
      d.state.now += jump
      // The browser's alarm counts on.
      d.state.alarm = d.state.now + PACE.heartbeatMs
      const from = { ticks: d.state.ticks.length, looks: d.state.recorded.length }
      await d.until(d.state.now + 3 * HOUR)
      expect(d.state.ticks.length - from.ticks).toBeGreaterThan(30)
      expect(d.state.recorded.length - from.looks).toBeGreaterThanOrEqual(6)
    }
  })

  it('looks at the link when something hints at another network, and not each time', async () => {
    const d = await running(0)
    await d.until(d.state.now + 10 * MINUTE)
    const ticks = d.state.ticks.length
    for (let i = 0; i < 5; i++) await d.worker().scheduler.hint()
    expect(d.state.alarm).toBeLessThanOrEqual(d.state.now + PACE.againMs)
    await d.ring()
    expect(d.state.ticks.slice(ticks).map((t) => t.detail?.cause)).toEqual(['network'])
  })

  it('asks at once where it is when a sweep is under way', async () => {
    const d = await running(1)
    d.state.measure = () => new Promise(() => {})
    void d.ring()
    await expect.poll(() => d.state.leases).toBe(1)
    // Every look is cut off at once.
    await Promise.all([1, 2, 3].map(() => d.worker().scheduler.hint()))
    expect(d.world.located).toBe(1)
    await d.worker().scheduler.hint()
    expect(d.world.located).toBe(2)
  })

  it('rests while paused, and comes back', async () => {
    const d = await running(3)
    await d.until(d.state.now + HOUR)
    d.state.settings.paused = true
    await d.ring()
    const { ticks, recorded } = structuredClone({ ticks: d.state.ticks, recorded: d.state.recorded })
    await d.until(d.state.now + 24 * HOUR)
    // Upkeep alone still wakes it.
    expect(d.state.ticks).toHaveLength(ticks.length)
    expect(d.state.recorded).toHaveLength(recorded.length)
    d.state.settings.paused = false
    await d.worker().scheduler.reconsider()
    await d.until(d.state.now + HOUR)
    expect(d.state.ticks.length).toBeGreaterThan(ticks.length + 9)
    expect(d.state.recorded.length).toBeGreaterThanOrEqual(recorded.length + 3)
  })

  it('stops in the background when the budget is used up, and goes on the next day', async () => {
    const d = await running(12)
    await d.until(d.state.now + 10 * MINUTE)
    const midnight = d.state.now + 5 * HOUR
    d.state.resting = { why: 'budget', until: midnight }
    d.world.beatRest = { why: 'budget', until: midnight }
    await d.ring()
    const from = { ticks: d.state.ticks.length, looks: d.state.recorded.length, rings: d.world.rings.length }
    await d.until(midnight - 1)
    expect(d.state.ticks).toHaveLength(from.ticks)
    expect(d.state.recorded).toHaveLength(from.looks)
    expect(d.world.rings.length - from.rings).toBeLessThan(3)
    // Who tests now is never refused.
    await d.worker().sweeper.start('now', [{ id: 'own', url: 'https://own.test/' }])
    await d.settle()
    expect(d.state.recorded).toHaveLength(from.looks + 1)
    d.state.resting = null
    d.world.beatRest = null
    await d.until(midnight + 40 * MINUTE)
    expect(d.state.recorded.length).toBeGreaterThan(from.looks + 6)
    expect(d.state.ticks.length).toBeGreaterThan(from.ticks + 5)
  })

  it('does what can wait a few times a day, sooner when more is left, whatever fails', async () => {
    const d = wholeDevice(0)
    const done: number[] = []
    d.world.chores = [
      () => Promise.reject(new Error('chore')),
      async () => {
        done.push(d.state.now)
        return done.length === 1
      },
    ]
    await d.restart('start')
    await d.until(d.state.now + 24 * HOUR)
    expect(done.length).toBeGreaterThanOrEqual(4)
    expect(done.length).toBeLessThanOrEqual(6)
    expect((done[1] ?? 0) - (done[0] ?? 0)).toBeLessThan(10 * MINUTE)
  })

  it('makes no heartbeat where nobody may be asked: unobserved, not offline', async () => {
    const d = await running(0)
    d.world.look = () => []
    await d.until(d.state.now + HOUR)
    expect(d.state.ticks).toEqual([])
    expect(d.world.looks.length).toBeGreaterThan(9)
  })

  it('throws its own look away when a sweep begins, which looks itself', async () => {
    const d = await running(1)
    const { scheduler, sweeper } = d.worker()
    // Until it is called off, the look does not end.
    d.world.hang = true
    const beat = scheduler.beatNow()
    await expect.poll(() => d.world.looks).toHaveLength(1)
    await sweeper.start('now')
    expect(await beat).toBeNull()
    await d.settle()
    expect(d.state.ticks.map((t) => t.detail?.cause)).toEqual(['sweep'])
    expect(d.state.recorded).toHaveLength(1)
  })
})
