import { describe, expect, it } from 'vitest'
import { failed } from '../../core/verdict/observe.test-kit.ts'
import type { Sweep } from '../history/records.ts'
import type { MeasuredTarget } from '../measure/target.ts'
import { device, idsOf, measured } from './device.test-kit.ts'
import { PACE } from './pace.ts'

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

  it('goes on looking after a sweep under way when it is asked to arm anew', async () => {
    const { state, worker } = device(2)
    state.measure = () => new Promise(() => {})
    const sweeper = worker()
    await sweeper.start('now')
    await sweeper.rearm()
    await expect.poll(() => state.leases).toBe(1)
    expect(state.alarm).toBe(state.now + PACE.watchdogMs)
  })

  it('leaves the rest of a background sweep undone when the budget is used up in the middle', async () => {
    const { state, worker } = device(60)
    const midnight = state.now + 7_200_000
    state.measure = async () => {
      if (state.recorded.length >= 3) state.resting = { why: 'budget', until: midnight }
      return measured
    }
    const sweeper = worker()
    await sweeper.wake()
    await sweeper.idle()
    expect(state.recorded.length).toBeLessThan(3 + 2 * PACE.backgroundConcurrency)
    expect(state.alarm).toBe(midnight)
    expect(state.spent).toBeGreaterThan(0)
    // Who asks is answered.
    await sweeper.start('now')
    await sweeper.idle()
    expect(state.recorded.length).toBeGreaterThan(60)
  })

  it('hints at another network when the browser cut a look off for it', async () => {
    const { state, worker } = device(1)
    state.measure = async () => ({
      ...measured,
      observations: [failed('https://t0.test/', 'local.network_changed')].flat(),
    })
    const sweeper = worker()
    await sweeper.start('now')
    await sweeper.idle()
    expect(state.hints).toBe(1)
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

  it('keeps a check of one site from ending the background sweep, or from moving the next', async () => {
    const { state, worker } = device(12)
    const sweeper = worker()
    await sweeper.wake()
    await sweeper.idle()
    const planned = structuredClone(state.kept)
    state.now += 60_000
    await sweeper.start('now', [{ id: 'extra', url: 'https://extra.test/' }])
    await sweeper.idle()
    expect(state.recorded.at(-1)?.targetId).toBe('extra')
    expect(state.kept).toEqual(planned)
    for (let i = 0; i < 5; i++) {
      state.now = Math.max(state.now, state.alarm ?? 0)
      await sweeper.wake()
      await sweeper.idle()
    }
    expect(state.recorded).toHaveLength(13)
    expect([...state.sweeps.values()].map((s) => s.state)).toEqual(['done', 'done'])
    expect(state.alarm).toBe(1_000_000 + 60 * 60_000)
  })
})

describe('first looks and diagnoses', () => {
  it('a target that hangs keeps no other waiting, and early words are told until the result is there', async () => {
    const { state, worker } = device(PACE.nowConcurrency + 10)
    let end = (_: MeasuredTarget) => {}
    state.measure = (url, _signal, { onEarly, onSettledFirst }) => {
      if (url !== 'https://t0.test/') return Promise.resolve(measured)
      onSettledFirst()
      onEarly({ status: 'blocked', mechanism: 'dns', confidence: 'suspected', rules: ['x'] } as never)
      return new Promise((resolve) => (end = resolve))
    }
    const sweeper = worker()
    await sweeper.start('now')
    await expect.poll(() => state.progress?.done).toBe(PACE.nowConcurrency + 9)
    expect(state.progress?.early).toEqual({
      t0: { status: 'blocked', mechanism: 'dns', confidence: 'suspected' },
    })
    expect(state.progress).toMatchObject({
      requests: PACE.nowConcurrency + 9,
      bytes: PACE.nowConcurrency + 9,
    })
    end(measured)
    await sweeper.idle()
    expect(state.progress).toMatchObject({ early: {}, running: false })
  })

  it('over its budget a sweep diagnoses no more, and a worker that comes back remembers what was spent', async () => {
    const { state, worker } = device(3)
    const asked: boolean[] = []
    state.measure = async (_url, _signal, { mayDiagnose, onSettledFirst }) => {
      onSettledFirst()
      asked.push(mayDiagnose())
      return { ...measured, requests: 200 }
    }
    const first = worker()
    await first.start('now')
    await first.idle()
    // 40 requests for each of three targets: the three begin at once, so all may.
    expect(asked).toEqual([true, true, true])
    const sweep = { ...(state.saved[0] as Sweep), id: 'later', state: 'running' as const, requests: 120 }
    state.sweeps.set('later', sweep)
    const second = worker()
    await second.wake()
    await second.idle()
    expect(asked.slice(3)).toEqual([false, false, false])
  })
})
