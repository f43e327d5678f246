import { describe, expect, it } from 'vitest'
import { countsOf } from './count-look.ts'
import { addCounts } from './counts.ts'
import type { Counts, Measurement } from './records.ts'
import { recounted, summedUp } from './recount.ts'
import { aLook, aVerdict } from './test-database.ts'

const told = (look: Measurement, status: 'blocked' | 'reachable', engine: number) => ({
  before: look,
  after: { ...look, verdict: { ...aVerdict(status, status === 'blocked' ? 'ip' : null), engine } },
})

describe('recounted', () => {
  it('counts looks by what they say now', () => {
    const look = aLook({ verdict: aVerdict('down') })
    expect(recounted(countsOf(look), [told(look, 'blocked', 2)])).toEqual({
      counts: { blocked: 1 },
      restricted: 0,
      mechanisms: { ip: 1 },
      engine: 2,
    })
  })

  it('keeps what is counted and not among the looks, and its engine', () => {
    const look = aLook({ verdict: aVerdict('down') })
    const gone: Counts = { counts: { throttled: 2 }, restricted: 2, latency: { n: 1, sum: 9 }, engine: 1 }
    const stored = addCounts(gone, countsOf(look))
    expect(recounted(stored, [told(look, 'reachable', 2)])).toEqual({
      counts: { throttled: 2, reachable: 1 },
      restricted: 2,
      latency: { n: 1, sum: 9 },
      engine: 1,
    })
  })

  it('of a look that cannot be read keeps what was counted', () => {
    const look = aLook({ verdict: aVerdict('down') })
    const strange = { ...told(look, 'blocked', 2), before: { id: look.id } }
    expect(recounted(countsOf(look), [strange])).toEqual(countsOf(look))
  })
})

describe('summedUp', () => {
  const n = (reachable: number, engine = 1): Counts => ({ counts: { reachable }, restricted: 0, engine })

  it.each([
    ['all parts there: their sum, by the oldest engine', n(5), [n(2, 3), n(3, 2)], n(5, 2)],
    ['more in the parts: the whole was not whole', n(4), [n(2), n(3)], n(5)],
    ['parts gone: what was told', n(9), [n(2, 3), n(3, 3)], n(9)],
    ['nothing told yet', null, [n(2)], n(2)],
    ['nothing at all', null, [], null],
  ])('%s', (_name, whole, parts, expected) => {
    expect(summedUp(whole, parts)).toEqual(expected)
  })
})
