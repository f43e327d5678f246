import { describe, expect, it } from 'vitest'
import { STATUSES } from '../../core/model/status.ts'
import { WORST_FIRST, worstOf } from './worst.ts'

describe('worstOf', () => {
  it('ranks every status there is, once', () => {
    expect([...WORST_FIRST].sort()).toEqual([...STATUSES].sort())
  })

  it.each([
    [{ reachable: 9, blocked: 1 }, 'blocked'],
    [{ reachable: 1, inconclusive: 5, untested: 5 }, 'reachable'],
    [{ untested: 2 }, 'untested'],
    [{ reachable: 0 }, null],
    [{}, null],
  ])('%j is %s', (counts, status) => {
    expect(worstOf(counts)).toBe(status)
  })
})
