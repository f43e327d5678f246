import { describe, expect, it } from 'vitest'
import { earliest, jobsIn } from './jobs.ts'

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

  it.each([undefined, 'soon', { sweep: 'soon' }, 3])('are none when %j is kept', async (jobs) => {
    expect(await jobsIn(area({ jobs })).at('sweep')).toBeNull()
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
