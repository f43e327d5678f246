import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Wakefulness } from './wakefulness.ts'

let wall = 1_000_000
let monotonic = 0
const pass = async (ms: number) => {
  for (let left = ms; left > 0; left -= 500) {
    wall += 500
    monotonic += 500
    await vi.advanceTimersByTimeAsync(500)
  }
}
let awake: Wakefulness
beforeEach(() => {
  vi.useFakeTimers()
  awake = new Wakefulness(() => [wall, monotonic])
})
afterEach(() => {
  awake.end()
  vi.useRealTimers()
})

describe('Wakefulness', () => {
  it('says nothing of a look that is merely long', async () => {
    expect((await awake.during(() => pass(30_000))).stopped).toBe(false)
  })

  it.each([
    ['both clocks went on', 20_000, 20_000],
    ['the monotonic clock stood still', 20_000, 0],
    ['the wall clock was set back on waking', -7_200_000, 9_000],
  ])('notices a pause in which %s', async (_name, byWall, byMonotonic) => {
    const slept = async () => {
      await pass(1_000)
      wall += byWall
      monotonic += byMonotonic
      await pass(500)
    }
    expect((await awake.during(slept)).stopped).toBe(true)
  })

  it('notices it before the timer does', async () => {
    const slept = async () => {
      wall += 20_000
      monotonic += 20_000
    }
    expect((await awake.during(slept)).stopped).toBe(true)
  })

  it('holds an old pause against no later look', async () => {
    wall += 20_000
    monotonic += 20_000
    await pass(2_000)
    expect((await awake.during(() => pass(2_000))).stopped).toBe(false)
  })
})
