import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { ReferenceObservation } from '../../core/model/observation.ts'
import { failure, reference } from '../../core/verdict/observe.test-kit.ts'
import type { Reference } from '../measure/references.ts'

const world = vi.hoisted(() => ({
  asked: [] as string[],
  leases: 0,
  /** Looks at all of them so far. */
  rounds: 0,
  silent: (_url: string): boolean => false,
}))
const all: Reference[] = (['foreign', 'in-country', 'portal'] as const).flatMap((group) =>
  ['1', '2', '3'].map((n) => ({ group, url: `https://${group}${n}.example/`, expected: null })),
)
const seen = ({ group, url }: Reference): ReferenceObservation => {
  world.asked.push(url)
  return world.silent(url)
    ? reference(group, url, { ok: false, failure: failure('timed_out', url) })
    : reference(group, url)
}
vi.mock('../measure/reachable.ts', () => ({ reachable: async (parties: unknown) => parties }))
vi.mock('../measure/references.ts', () => ({
  referencesFor: () => all,
  lookAtReference: async (_log: unknown, one: Reference) => seen(one),
  async lookAtReferences() {
    world.rounds++
    return all.map(seen)
  },
}))
vi.mock('../platform/keep-alive.ts', () => ({ keepAlive: () => () => {} }))
vi.mock('./lease.ts', () => ({
  async takeLease() {
    world.leases++
    return () => {}
  },
}))
const { fewOf, lookAtLink } = await import('./link-look.ts')

beforeEach(() => Object.assign(world, { asked: [], leases: 0, rounds: 0, silent: () => false }))
const { signal } = new AbortController()
const look = (how: { light: boolean; turn?: number; signal?: AbortSignal }) =>
  lookAtLink({ turn: 0, country: 'KZ', keepAliveMs: 1_000, signal, ...how })

describe('a look at the link', () => {
  it('that is light asks one host of each group, in turn, without listeners', async () => {
    expect((await look({ light: true, turn: 4 }))?.light).toBe(true)
    expect(world.asked).toEqual(
      [2, 2, 2].map((n, i) => `https://${['foreign', 'in-country', 'portal'][i]}${n}.example/`),
    )
    expect(world).toMatchObject({ leases: 0, rounds: 0 })
    const turns = [0, 1, 2, 3].map((turn) => fewOf(all, turn).map(({ url }) => url))
    expect(new Set(turns.flat()).size).toBe(9)
    expect(turns[3]).toEqual(turns[0])
  })

  it('that is light turns whole as soon as one is silent, and its cause is asked under the lease', async () => {
    world.silent = (url) => url.startsWith('https://foreign1')
    const whole = await look({ light: true })
    expect(whole?.light).toBe(false)
    expect(world).toMatchObject({ leases: 1, rounds: 1 })
    // Two that answered, then all of them; the causeless failure is left out.
    expect(whole?.references).toHaveLength(2 + 9)
    expect(whole?.references.filter((o) => !o.ok)).toHaveLength(1)
  })

  it('is made once more when all hang, as they do on connections kept open over a change of network', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] })
    world.silent = () => world.rounds < 2
    const whole = look({ light: false })
    await vi.runAllTimersAsync()
    expect((await whole)?.references.filter((o) => o.ok)).toHaveLength(9)
    expect(world.rounds).toBe(2)
    vi.useRealTimers()
  })

  it('that was called off tells nothing', async () => {
    expect(await look({ light: true, signal: AbortSignal.abort() })).toBeNull()
  })
})
