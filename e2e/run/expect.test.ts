import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CONFIDENCES } from '../../core/model/status.ts'
import { compareConnectivity, compareTarget } from './expect.ts'
import { verdict } from './verdict-fixture.ts'

const blocked = verdict({ status: 'blocked', mechanism: 'dns', confidence: 'likely' })
const problems = (...args: Parameters<typeof compareTarget>) => compareTarget(...args).problems

describe('compareTarget', () => {
  it('accepts values and lists', () => {
    expect(compareTarget({ status: 'blocked', mechanism: 'dns', confidence: 'likely' }, [blocked]).ok).toBe(
      true,
    )
    expect(compareTarget({ status: ['down', 'blocked'], mechanism: ['dns', 'ip'] }, [blocked]).ok).toBe(true)
  })

  it('names each thing that differs', () => {
    expect(
      problems({ status: 'reachable', mechanism: 'ip', confidence: ['suspected', 'confirmed'] }, [blocked]),
    ).toEqual([
      'status is blocked, expected reachable',
      'mechanism is dns, expected ip',
      'confidence is likely, expected suspected or confirmed',
    ])
  })

  it('does not judge what is left out', () => {
    expect(compareTarget({}, [blocked]).ok).toBe(true)
  })

  it('judges the last sweep, and `not` in all of them', () => {
    expect(compareTarget({ status: 'reachable' }, [blocked, verdict()]).ok).toBe(true)
    expect(problems({ status: 'reachable', not: 'blocked' }, [blocked, verdict()])).toEqual([
      'sweep 1 said blocked, which must never be',
    ])
    expect(compareTarget({ not: ['down', 'throttled'] }, [blocked, verdict()]).ok).toBe(true)
  })

  it('holds confidence under its ceiling, in the order suspected, likely, confirmed', () => {
    for (const [most, max] of CONFIDENCES.entries()) {
      for (const [claimed, confidence] of CONFIDENCES.entries()) {
        const got = verdict({ status: 'blocked', confidence })
        expect(compareTarget({ maxConfidence: max }, [got]).ok).toBe(claimed <= most)
      }
    }
    expect(compareTarget({ maxConfidence: 'suspected' }, [verdict()]).ok).toBe(true)
  })

  it('wants the warning, or one of the listed ones', () => {
    const warned = verdict({ warnings: ['tls-interception'] })
    expect(compareTarget({ warning: 'tls-interception' }, [warned]).ok).toBe(true)
    expect(compareTarget({ warning: ['local-inspection', 'tls-interception'] }, [warned]).ok).toBe(true)
    expect(problems({ warning: 'local-inspection' }, [warned])).toEqual([
      'no warning local-inspection, only [tls-interception]',
    ])
  })

  it('compares reason and scope', () => {
    const offline = verdict({ status: 'untested', reason: 'offline' })
    expect(compareTarget({ status: 'untested', reason: 'offline' }, [offline]).ok).toBe(true)
    expect(compareTarget({ reason: ['portal', 'national-only'] }, [offline]).ok).toBe(false)
    const refused = verdict({ status: 'refused', scope: 'unknown' })
    expect(compareTarget({ status: 'refused', scope: 'everyone' }, [refused]).ok).toBe(false)
  })

  it('does not ask an accepted weaker status for what it cannot carry', () => {
    const open = verdict({ status: 'inconclusive' })
    expect(
      compareTarget({ status: ['blocked', 'inconclusive'], mechanism: 'ip', confidence: 'likely' }, [open])
        .ok,
    ).toBe(true)
    expect(compareTarget({ status: 'blocked', mechanism: 'ip' }, [open]).ok).toBe(false)
    expect(compareTarget({ mechanism: 'ip' }, [open]).ok).toBe(false)
  })

  it('judges what a weaker status carries although it should not', () => {
    const odd = verdict({ status: 'inconclusive', mechanism: 'dns' })
    expect(compareTarget({ status: ['blocked', 'inconclusive'], mechanism: 'ip' }, [odd]).ok).toBe(false)
  })

  it('never accepts a missing mechanism of a block', () => {
    const bare = verdict({ status: 'blocked', confidence: 'suspected' })
    expect(compareTarget({ status: ['blocked', 'inconclusive'], mechanism: 'ip' }, [bare]).ok).toBe(false)
  })

  it('fails without any verdict', () => {
    expect(compareTarget({}, [])).toMatchObject({ ok: false, got: null })
  })

  it('is ok exactly when it has no problem', () => {
    const maybe = fc.option(fc.constantFrom(...CONFIDENCES), { nil: undefined })
    fc.assert(
      fc.property(maybe, maybe, fc.constantFrom(...CONFIDENCES), (wanted, max, confidence) => {
        const compared = compareTarget({ confidence: wanted, maxConfidence: max }, [
          verdict({ status: 'blocked', confidence }),
        ])
        expect(compared.ok).toBe(compared.problems.length === 0)
      }),
    )
  })

  it('reports what was got without rules and engine', () => {
    const { got } = compareTarget({}, [blocked])
    expect(got).not.toHaveProperty('rules')
    expect(got).toMatchObject({ status: 'blocked', mechanism: 'dns', warnings: [] })
  })
})

describe('compareConnectivity', () => {
  it('judges only when asked', () => {
    expect(compareConnectivity(undefined, null).ok).toBe(true)
    expect(compareConnectivity('online', 'online').ok).toBe(true)
    expect(compareConnectivity(['portal', 'offline'], 'offline').ok).toBe(true)
    expect(compareConnectivity('online', null).ok).toBe(false)
    expect(compareConnectivity('online', 'degraded').problems).toEqual([
      'connectivity is degraded, expected online',
    ])
  })
})
