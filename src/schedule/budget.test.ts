import { describe, expect, it } from 'vitest'
import { Budget, SWEEP_LIMITS } from './budget.ts'

function budget(pace: 'now' | 'background', targets = 100) {
  const state = { requests: 0, bytes: 0, now: 1_000 }
  return {
    state,
    budget: new Budget(
      pace,
      targets,
      () => state,
      () => state.now,
    ),
  }
}

describe('Budget', () => {
  it.each([
    ['requests', 'now', 100, { requests: 2_000 }, false],
    ['one request less', 'now', 100, { requests: 1_999 }, true],
    ['requests of few targets', 'now', 2, { requests: 80 }, false],
    ['bytes', 'background', 100, { bytes: 64 * 2 ** 20 }, false],
    ['time', 'now', 100, { now: 181_001 }, false],
    ['time, in the background', 'background', 100, { now: 9_999_999 }, true],
  ] as const)('%s (%s, %i targets)', (_name, pace, targets, spent, room) => {
    const b = budget(pace, targets)
    expect(b.budget.hasRoom()).toBe(true)
    Object.assign(b.state, spent)
    expect(b.budget.hasRoom()).toBe(room)
  })

  it('lets a diagnosis end that was begun in time, and begins no other', () => {
    const { state, budget: b } = budget('now')
    const [early, late] = [b.leave(), b.leave()]
    expect([early.mayDiagnose(), late.mayDiagnose()]).toEqual([true, true])
    early.settled()
    expect(early.mayDiagnose()).toBe(true)
    state.requests = SWEEP_LIMITS.now.requests
    late.settled()
    expect([early.mayDiagnose(), late.mayDiagnose()]).toEqual([true, false])
    // Room that comes back changes no verdict half-way.
    state.requests = 0
    expect(late.mayDiagnose()).toBe(false)
  })
})
