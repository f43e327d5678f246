import { describe, expect, it } from 'vitest'
import { countLook, HOUR_MS, hourOf } from './rollup.ts'
import { aLook, aVerdict, NOON_IN_ALMATY } from './test-database.ts'

describe('rollup', () => {
  it('counts a look to the UTC hour of its start', () => {
    expect(hourOf(NOON_IN_ALMATY)).toBe(NOON_IN_ALMATY)
    expect(hourOf(NOON_IN_ALMATY + HOUR_MS - 1)).toBe(NOON_IN_ALMATY)
    expect(hourOf(NOON_IN_ALMATY + HOUR_MS)).toBe(NOON_IN_ALMATY + HOUR_MS)
  })

  it('adds to what was counted, and leaves the old record alone', () => {
    const first = countLook(null, aLook())
    const second = countLook(first, aLook({ verdict: aVerdict('untested') }))
    expect(countLook(second, aLook()).counts).toEqual({ reachable: 2, untested: 1 })
    expect(first.counts).toEqual({ reachable: 1 })
  })

  it('remembers the oldest engine that judged in the hour', () => {
    const look = (engine: number) => aLook({ verdict: { ...aVerdict('reachable'), engine } })
    expect(countLook(countLook(null, look(1)), look(2)).engine).toBe(1)
    expect(countLook(null, look(2)).engine).toBe(2)
  })
})
