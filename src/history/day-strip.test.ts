import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { STATUSES } from '../../core/model/status.ts'
import { dayStrip, WORST_FIRST, worstOf } from './day-strip.ts'
import type { History } from './open.ts'
import { recordMeasurement } from './record.ts'
import { HOUR_MS } from './rollup.ts'
import { aLook, aVerdict, freshHistory, NOON_IN_ALMATY } from './test-database.ts'

let history: History
beforeEach(() => {
  history = freshHistory()
})
afterEach(() => history.close())

describe('worstOf', () => {
  it('ranks every status there is, once', () => {
    expect([...WORST_FIRST].sort()).toEqual([...STATUSES].sort())
  })

  it.each([
    [{ reachable: 9, blocked: 1 }, 'blocked'],
    [{ reachable: 1, inconclusive: 5, untested: 5 }, 'reachable'],
    [{ untested: 2 }, 'untested'],
    [{ reachable: 0 }, 'unobserved'],
    [{}, 'unobserved'],
  ])('%j is %s', (counts, cell) => {
    expect(worstOf(counts)).toBe(cell)
  })
})

describe('dayStrip', () => {
  const now = NOON_IN_ALMATY + 30 * 60_000
  const site = 'https://example.org/'

  it('paints 24 hours, oldest first, the running one last, the rest unobserved', async () => {
    const cells = await history.withDb(async (db) => {
      await recordMeasurement(db, aLook({ id: 'now', at: now - 1000 }))
      await recordMeasurement(db, aLook({ id: 'h1', at: now - HOUR_MS, verdict: aVerdict('blocked', 'dns') }))
      await recordMeasurement(db, aLook({ id: 'h23', at: now - 23 * HOUR_MS, verdict: aVerdict('down') }))
      await recordMeasurement(db, aLook({ id: 'h24', at: now - 24 * HOUR_MS, verdict: aVerdict('refused') }))
      await recordMeasurement(db, aLook({ id: 'later', at: now + HOUR_MS, verdict: aVerdict('refused') }))
      return (await dayStrip(db, [site], 'unknown', now)).get(site)
    })
    expect(cells).toEqual(['down', ...Array(21).fill('unobserved'), 'blocked', 'reachable'])
  })

  it('keeps targets and networks apart', async () => {
    const strips = await history.withDb(async (db) => {
      await recordMeasurement(db, aLook({ id: 'a', at: now }))
      await recordMeasurement(db, aLook({ id: 'b', at: now, networkId: 'AS9198', verdict: aVerdict('down') }))
      return dayStrip(db, [site, 'https://example.com/'], 'unknown', now)
    })
    expect(strips.get(site)?.at(-1)).toBe('reachable')
    expect(strips.get('https://example.com/')).toEqual(Array(24).fill('unobserved'))
  })
})
