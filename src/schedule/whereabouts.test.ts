import { describe, expect, it } from 'vitest'
import { failed, page } from '../../core/verdict/observe.test-kit.ts'
import type { Sweep } from '../history/records.ts'
import { measured } from './device.test-kit.ts'
import { Whereabouts } from './whereabouts.ts'

const sweepOn = (networkId: string): Sweep => ({
  id: 's',
  pace: 'now',
  networkId,
  startedAt: 0,
  endedAt: null,
  state: 'running',
  items: [],
  requests: 0,
  bytes: 0,
})

function on(networkId: string) {
  const clock = { wall: 1_000_000, monotonic: 0 }
  const state = { asked: 0, here: async (): Promise<string> => networkId }
  const sweep = sweepOn(networkId)
  const abort = new AbortController()
  const where = new Whereabouts(
    sweep,
    {
      whereNow() {
        state.asked++
        return state.here()
      },
      unknownNetwork: 'unknown',
      now: () => clock.wall,
      monotonic: () => clock.monotonic,
    },
    abort.signal,
  )
  const pass = (ms: number) => {
    clock.wall += ms
    clock.monotonic += ms
  }
  const look = (work: () => void = () => {}, observations = [page('https://site.test/')]) =>
    where.during(async () => {
      work()
      return { ...measured, observations }
    })
  const filed = async (...of: Parameters<typeof look>) => (await look(...of)).networkId()
  return { where, state, sweep, abort, pass, look, filed, clock }
}

describe('a look', () => {
  it('is told of the network it was planned for, and nobody is asked, when nothing happened', async () => {
    const { where, state, filed, pass } = on('home')
    expect(await filed(() => pass(1_800))).toBe('home')
    expect(state.asked).toBe(0)
    where.end()
  })

  it.each([
    ['we are where we were', 'home', 'home'],
    ['we are elsewhere now', 'phone', null],
    ['nobody knows', 'unknown', 'unknown'],
  ])('is asked about when the device paused in the middle: %s', async (_, here, told) => {
    const { where, state, filed, pass } = on('home')
    state.here = async () => here
    expect(await filed(() => pass(2_000))).toBe(told)
    expect(state.asked).toBe(1)
    where.end()
  })

  it('is asked about when the device paused before it, for the plan is older', async () => {
    const { where, state, filed, pass } = on('home')
    state.here = async () => 'phone'
    pass(2_000)
    expect(await filed()).toBeNull()
    where.end()
  })

  it('is asked about when the browser cut it off for a change of network', async () => {
    const { where, state, filed, clock } = on('home')
    state.here = async () => 'phone'
    const cut = { ...failed('https://site.test/', 'local.network_changed'), at: clock.wall, ms: 0 }
    expect(await filed(() => {}, [cut])).toBeNull()
    where.end()
  })

  it('shares its question with all that were under way in the same pause, and with none of another', async () => {
    const { where, state, look, pass } = on('home')
    const end: (() => void)[] = []
    const underWay = [0, 1, 2].map(() =>
      where.during(async () => {
        await new Promise<void>((resolve) => end.push(resolve))
        return measured
      }),
    )
    pass(3_000)
    for (const [i, finish] of end.entries()) {
      finish()
      expect(await (await underWay[i])?.networkId()).toBe('home')
      pass(500)
    }
    expect(state.asked).toBe(1)
    await (await look(() => pass(2_000))).networkId()
    expect(state.asked).toBe(2)
    where.end()
  })

  it('waits for whoever is about to tell where we are, and asks once', async () => {
    const { where, state, filed } = on('unknown')
    let tell = (_: string) => {}
    state.here = () =>
      new Promise((resolve) => {
        tell = resolve
      })
    const looks = Promise.all([filed(), filed()])
    await expect.poll(() => state.asked).toBe(1)
    tell('home')
    expect(await looks).toEqual(['home', 'home'])
    expect(state.asked).toBe(1)
    where.end()
  })

  it('is nowhere’s when nobody can tell, and of what was learned meanwhile', async () => {
    const { where, state, sweep, filed } = on('unknown')
    expect(await filed()).toBe('unknown')
    sweep.networkId = 'home'
    expect(await filed()).toBe('home')
    expect(state.asked).toBe(1)
    where.end()
  })

  it('waits for nobody once the sweep is stopped', async () => {
    const { where, state, abort, filed } = on('unknown')
    state.here = () => new Promise(() => {})
    const look = filed()
    await expect.poll(() => state.asked).toBe(1)
    abort.abort()
    expect(await look).toBe('unknown')
    where.end()
  })
})
