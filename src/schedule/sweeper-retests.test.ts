import { describe, expect, it } from 'vitest'
import { device, idsOf, measured } from './device.test-kit.ts'
import { PACE } from './pace.ts'
import type { Retest } from './ports.ts'

describe('soon-retests', () => {
  const armed = (n: number, at: number): Retest => ({ id: `t${n}`, url: `https://t${n}.test/`, at })

  it('wake at their time, look at just those, and leave the ordinary sweep where it was', async () => {
    const { state, worker } = device(5)
    const flags: boolean[] = []
    const sweeper = worker()
    await sweeper.start('now')
    await sweeper.idle()
    const ordinary = state.now + 60 * 60_000
    expect(state.alarm).toBe(ordinary)
    state.retests = [armed(1, state.now + 200_000), armed(2, state.now + 900_000)]
    await sweeper.rearm()
    expect(state.alarm).toBe(state.now + 200_000)
    state.recorded.length = 0
    state.measure = async (_url, _signal, { retest }) => {
      flags.push(retest)
      return measured
    }
    state.now += 200_000
    await sweeper.wake()
    await sweeper.idle()
    expect(idsOf(state.recorded)).toEqual(['t1'])
    expect(flags).toEqual([true])
    expect(state.saved.at(-1)).toMatchObject({ retest: true, pace: 'background' })
    expect(state.alarm).toBe(state.now + 700_000)
    state.now += 700_000
    await sweeper.wake()
    await sweeper.idle()
    expect(idsOf(state.recorded)).toEqual(['t1', 't2'])
    expect(state.alarm).toBe(ordinary)
  })

  it('come between the batches of a background sweep, which then goes on', async () => {
    const { state, worker } = device(12)
    const sweeper = worker()
    await sweeper.wake()
    await sweeper.idle()
    const next = state.alarm
    state.retests = [armed(0, state.now + 200_000)]
    state.now += 200_000
    await sweeper.wake()
    await sweeper.idle()
    expect(state.recorded).toHaveLength(3)
    expect(state.alarm).toBe(next)
    state.now = next ?? 0
    await sweeper.wake()
    await sweeper.idle()
    expect(state.recorded).toHaveLength(5)
  })

  it('are part of what the user tests now, and of an ordinary sweep at its start', async () => {
    for (const begin of ['now', 'background'] as const) {
      const { state, worker } = device(12)
      const seen = new Map<string, boolean>()
      state.measure = async (url, _signal, { retest }) => {
        seen.set(url, retest)
        return measured
      }
      // t7 is due; resting targets are not in the list of an ordinary sweep, their retest is.
      state.retests = [armed(7, state.now - 1), armed(8, state.now + 1), armed(99, state.now - 1)]
      const sweeper = worker()
      if (begin === 'now') await sweeper.start('now')
      else await sweeper.wake()
      await sweeper.idle()
      expect(seen.get('https://t7.test/')).toBe(true)
      // Not yet due: only who tests now looks again already.
      expect(seen.get('https://t8.test/') ?? false).toBe(begin === 'now')
      expect(seen.get('https://t99.test/')).toBe(begin === 'background' ? true : undefined)
    }
  })

  it('survive the worker and the alarm: both are found again on the disk', async () => {
    const { state, worker } = device(2)
    const sweeper = worker()
    await sweeper.start('now')
    await sweeper.idle()
    state.retests = [armed(0, state.now + 300_000)]
    state.alarm = null
    await worker().rearm()
    expect(state.alarm).toBe(state.now + 300_000)
    state.retests = []
    await worker().rearm()
    expect(state.alarm).toBe(state.now + 60 * 60_000)
    // Overdue by a night of sleep: soon, not at once, and only once.
    state.now += 9 * 3_600_000
    await worker().rearm()
    expect(state.alarm).toBe(state.now + PACE.settleMs)
  })

  it('and the ordinary sweep are not lost when the clock is set back', async () => {
    const { state, worker } = device(2)
    const sweeper = worker()
    await sweeper.start('now')
    await sweeper.idle()
    state.now -= 365 * 24 * 3_600_000
    await worker().rearm()
    expect(state.alarm).toBe(state.now + 60 * 60_000)
    state.now += 60 * 60_000
    await worker().wake()
    await expect.poll(() => state.recorded.length).toBeGreaterThan(2)
  })

  it('wait while paused', async () => {
    const { state, worker } = device(2)
    state.settings.paused = true
    state.retests = [armed(0, state.now - 1)]
    const sweeper = worker()
    await sweeper.wake()
    await sweeper.idle()
    expect(state).toMatchObject({ recorded: [], alarm: null })
  })

  it('that a dead worker left half-done are finished first', async () => {
    const { state, worker } = device(12)
    const sweeper = worker()
    await sweeper.wake()
    await sweeper.idle()
    state.retests = [armed(0, state.now + 200_000), armed(1, state.now + 200_000)]
    state.now += 200_000
    let n = 0
    state.measure = async () => (++n > 1 ? new Promise<never>(() => {}) : measured)
    const dead = worker()
    await dead.wake()
    await expect.poll(() => state.recorded.length).toBe(3)
    state.measure = async () => measured
    const next = worker()
    await next.wake()
    await next.idle()
    expect(idsOf(state.recorded.slice(2))).toEqual(['t0', 't1'])
    expect([...state.sweeps.values()].map((s) => s.state)).toEqual(['running', 'done'])
  })
})
