import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { earliest, healed, JOB_NAMES, jobsIn, parseJobs } from './jobs.ts'

function area(kept: Record<string, unknown> = {}) {
  return {
    kept,
    get: async (key: string) => ({ [key]: kept[key] }),
    set: async (items: Record<string, unknown>) => void Object.assign(kept, items),
  }
}

describe('jobs', () => {
  it('outlive whoever set them', async () => {
    const disk = area()
    await jobsIn(disk).set('sweep', 1_000)
    expect(await jobsIn(disk).at('sweep')).toBe(1_000)
    await jobsIn(disk).set('sweep', null)
    expect(await jobsIn(disk).at('sweep')).toBeNull()
  })

  it.each([undefined, 'soon', { sweep: 'soon' }, 3, [null, { name: 'sweep' }, { name: 'nonsense', at: 1 }]])(
    'are none when %j is kept',
    async (jobs) => {
      expect(await jobsIn(area({ jobs })).list()).toEqual([])
    },
  )

  it('of the first shape are read as they were meant', async () => {
    expect(await jobsIn(area({ jobs: { sweep: 5_000 } })).list()).toEqual([{ name: 'sweep', at: 5_000 }])
  })

  it('that can be read are kept when others cannot', () => {
    const kept = [
      { name: 'upkeep', at: 9 },
      'x',
      { name: 'sweep', at: 3 },
      { name: 'sweep', at: 1 },
      { name: 'work', at: 1 / 0 },
    ]
    expect(parseJobs(kept)).toEqual([
      { name: 'sweep', at: 1 },
      { name: 'upkeep', at: 9 },
    ])
  })

  it('are sorted and one of each, whatever is set in whatever order, at once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom(...JOB_NAMES), fc.option(fc.integer({ min: 0, max: 99 })))),
        async (sets) => {
          const disk = area()
          const jobs = jobsIn(disk)
          await Promise.all(sets.map(([name, at]) => jobs.set(name, at)))
          const last = new Map(sets)
          const expected = [...last].flatMap(([name, at]) => (at === null ? [] : [{ name, at }]))
          const list = await jobsIn(disk).list()
          expect(list.map(({ at }) => at)).toEqual(list.map(({ at }) => at).sort((x, y) => x - y))
          expect(new Set(list)).toEqual(new Set(expected))
          expect(list).toHaveLength(expected.length)
        },
      ),
    )
  })
})

describe('healed', () => {
  it('draws in what is further ahead than it ever can be, and leaves the rest', () => {
    const furthest = { heartbeat: 10, work: 20, sweep: 30, upkeep: 40 }
    const jobs = [
      { name: 'sweep', at: -5 },
      { name: 'work', at: 115 },
      { name: 'heartbeat', at: 9_999 },
    ] as const
    expect(healed(jobs, 100, furthest)).toEqual([
      { name: 'sweep', at: -5 },
      { name: 'heartbeat', at: 110 },
      { name: 'work', at: 115 },
    ])
  })
})

describe('earliest', () => {
  it.each([
    [[null, null], null],
    [[], null],
    [[500, null, 200], 200],
    [[50, 500], 100],
  ] as const)('of %j at 100: %s', (times, at) => {
    expect(earliest(100, ...times)).toBe(at)
  })
})
