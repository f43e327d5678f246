import { describe, expect, it } from 'vitest'
import { type Instant, type Step, stepTo } from './step.ts'

const MINUTE = 60_000
const last: Instant = { at: 1_641_376_800_000, monotonic: 100 * MINUTE, session: 'one', periodMs: 5 * MINUTE }

/** Minutes on the wall clock and on the monotonic one. */
const CASES: [string, wall: number, real: number, session: string, Step][] = [
  ['the next one', 5, 5, 'one', 'next'],
  ['the next one of another worker', 5, -99, 'two', 'next'],
  ['the same', 0, 0, 'one', 'again'],
  ['within two and a half periods', 12.5, 12.5, 'one', 'next'],
  ['after more than that, awake or not', 13, 13, 'one', 'gap'],
  ['after a night in which the monotonic clock stood still', 600, 4, 'one', 'gap'],
  ['stored late', -0.5, -0.5, 'one', 'late'],
  ['long ago in this session', -90, -90, 'one', 'late'],
  ['stored late by another worker', -0.5, 30, 'two', 'late'],
  ['set back', -60, 5, 'one', 'back'],
  ['set back across workers', -60, -99, 'two', 'back'],
  ['set back by less than the time that passed', 10, 180, 'one', 'back'],
  ['corrected by a few seconds', 4.95, 5, 'one', 'next'],
  ['corrected by a few seconds in a night that was counted', 599, 600, 'one', 'gap'],
  ['a monotonic clock that begins anew within a session', 5, -50, 'one', 'gap'],
]

describe('stepTo', () => {
  it.each(CASES)('%s', (_, wall, real, session, step) => {
    const now = {
      ...last,
      at: last.at + wall * MINUTE,
      monotonic: last.monotonic + real * MINUTE,
      session,
    }
    expect(stepTo(last, now)).toBe(step)
  })

  it('is a gap when nobody said when the next one was due', () => {
    const old = { ...last, session: '', periodMs: 0 }
    expect(stepTo(old, { ...old, at: last.at + 1_000 })).toBe('gap')
  })
})
