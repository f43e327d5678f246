import { describe, expect, it } from 'vitest'
import type { MeasuredTarget } from '../measure/target.ts'
import { device, idsOf, measured } from './device.test-kit.ts'

describe('a sweep whose device', () => {
  it('moves to another network: what is finished stays, what was under way is dropped, what is owed is looked at there', async () => {
    const { state, worker } = device(5)
    let n = 0
    state.measure = (_, signal) =>
      ++n <= 2
        ? Promise.resolve(measured)
        : new Promise((resolve) => signal.addEventListener('abort', () => resolve(measured)))
    const sweeper = worker()
    const { sweepId } = await sweeper.start('now')
    await expect.poll(() => state.recorded.length).toBe(2)
    state.network = 'other'
    state.measure = async () => measured
    await sweeper.move('other')
    await sweeper.idle()
    expect(state.sweeps.get(sweepId)?.state).toBe('moved')
    expect(state.recorded.map((m) => m.networkId)).toEqual(['n', 'n', 'other', 'other', 'other'])
    expect(idsOf(state.recorded)).toEqual(['t0', 't1', 't2', 't3', 't4'])
    expect([...state.sweeps.values()].at(-1)).toMatchObject({
      pace: 'now',
      state: 'done',
      networkId: 'other',
    })
    expect(state.progress?.running).toBe(false)
  })

  it('that learns only late where it is has not moved: nothing is dropped, and what comes is told of that network', async () => {
    const { state, worker } = device(5)
    state.network = 'unknown'
    // The first look-up of the run ended without a word.
    state.where = async () => 'unknown'
    const waiting: ((m: MeasuredTarget) => void)[] = []
    state.measure = () => new Promise((resolve) => waiting.push(resolve))
    const sweeper = worker()
    await sweeper.start('now')
    await expect.poll(() => waiting.length).toBe(5)
    waiting[0]?.(measured)
    await expect.poll(() => state.recorded.length).toBe(1)
    state.network = 'n'
    await sweeper.move('n')
    for (const answer of waiting) answer(measured)
    await sweeper.idle()
    // What was recorded by then may have been anywhere: it stays nowhere's.
    expect(state.recorded.map((m) => m.networkId)).toEqual(['unknown', 'n', 'n', 'n', 'n'])
    expect([...state.sweeps.values()].map((s) => [s.state, s.networkId])).toEqual([['done', 'n']])
  })

  it('that loses sight of where it is again and again goes on, and is one sweep', async () => {
    const { state, worker } = device(8)
    const waiting: ((m: MeasuredTarget) => void)[] = []
    state.measure = () => new Promise((resolve) => waiting.push(resolve))
    state.network = 'unknown'
    const sweeper = worker()
    await sweeper.start('now')
    await expect.poll(() => waiting.length).toBe(8)
    for (const [i, here] of ['n', 'unknown', 'n', 'unknown', 'n', 'unknown', 'n', 'unknown'].entries()) {
      state.network = here
      await sweeper.move(here)
      waiting[i]?.(measured)
      await expect.poll(() => state.recorded.length).toBe(i + 1)
    }
    await sweeper.idle()
    expect([...state.sweeps.values()].map((s) => [s.state, s.networkId])).toEqual([['done', 'n']])
    expect(waiting).toHaveLength(8)
    expect(idsOf(state.recorded)).toEqual(['t0', 't1', 't2', 't3', 't4', 't5', 't6', 't7'])
    expect(new Set(state.recorded.map((m) => m.networkId))).toEqual(new Set(['n', 'unknown']))
  })

  it('that lost sight of where it is and turns up elsewhere has moved', async () => {
    const { state, worker } = device(2)
    const waiting: ((m: MeasuredTarget) => void)[] = []
    state.measure = (_, signal) =>
      new Promise((resolve) => {
        waiting.push(resolve)
        signal.addEventListener('abort', () => resolve(measured))
      })
    const sweeper = worker()
    await sweeper.start('now')
    await expect.poll(() => waiting.length).toBe(2)
    state.network = 'unknown'
    await sweeper.move('unknown')
    state.measure = async () => measured
    state.network = 'other'
    await sweeper.move('other')
    await sweeper.idle()
    expect([...state.sweeps.values()].map((s) => [s.state, s.networkId])).toEqual([
      ['moved', 'n'],
      ['done', 'other'],
    ])
    expect(state.recorded.map((m) => m.networkId)).toEqual(['other', 'other'])
  })

  it('makes a look again that went on over another network after a pause', async () => {
    const { state, worker } = device(3)
    const sweeper = worker()
    let moving: Promise<void> | null = null
    state.where = async () => {
      state.network = 'phone'
      // As the look-up tells: whoever asked, the sweep is moved beside.
      moving ??= sweeper.move('phone')
      return 'phone'
    }
    state.measure = async (url) => {
      if (url.includes('t1') && state.network === 'n') state.now += 2_500
      return measured
    }
    await sweeper.start('now')
    await expect.poll(() => moving).not.toBeNull()
    await moving
    await sweeper.idle()
    expect(state.recorded.find((m) => m.targetId === 't1')?.networkId).toBe('phone')
    expect(idsOf(state.recorded)).toEqual(['t0', 't1', 't2'])
    expect([...state.sweeps.values()].map((s) => [s.state, s.networkId])).toEqual([
      ['moved', 'n'],
      ['done', 'phone'],
    ])
  })

  it('finds out about the move when it goes on with a batch, and spreads what is owed anew', async () => {
    const { state, worker } = device(12)
    const sweeper = worker()
    await sweeper.wake()
    await sweeper.idle()
    state.network = 'other'
    state.now = state.alarm ?? 0
    await sweeper.wake()
    await sweeper.idle()
    expect(state.recorded.map((m) => m.networkId)).toEqual(['n', 'n', 'other', 'other'])
    expect([...state.sweeps.values()].map((s) => s.state)).toEqual(['moved', 'running'])
    // Two of the ten that were owed.
    expect([...state.sweeps.values()].at(-1)?.items).toHaveLength(10)
  })
})
