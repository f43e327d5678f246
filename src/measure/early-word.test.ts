import { describe, expect, it } from 'vitest'
import type { Verdict } from '../../core/model/verdict.ts'
import type { Look } from '../../core/verdict/plan.ts'
import { maySayEarly, readsTheSame } from './early-word.ts'

const verdict = (over: Partial<Verdict>): Verdict => ({
  status: 'blocked',
  mechanism: 'dns',
  confidence: 'suspected',
  reason: null,
  scope: null,
  warnings: [],
  rules: [],
  hop: null,
  engine: 1,
  ...over,
})
const url = 'https://news.example/'
const page = (role: 'repeat' | 'patient' | 'closed-port'): Look => ({ kind: 'page', role, url, timeoutMs: 1 })

describe('maySayEarly', () => {
  it('says nothing where there is nothing to say', () => {
    expect(maySayEarly(verdict({ status: 'inconclusive' }), [])).toBe(false)
    expect(maySayEarly(verdict({ status: 'untested' }), [])).toBe(false)
  })

  it.each<Look>([{ kind: 'references' }, { kind: 'doh', name: 'a', type: 'A' }, page('repeat')])(
    'accuses nobody while $kind may still acquit, but an all-clear need not wait',
    (look) => {
      expect(maySayEarly(verdict({}), [look])).toBe(false)
      expect(maySayEarly(verdict({ status: 'down' }), [look])).toBe(false)
      expect(maySayEarly(verdict({ status: 'reachable' }), [look])).toBe(true)
    },
  )

  it('does not wait for what only names the layer', () => {
    expect(maySayEarly(verdict({}), [page('patient'), page('closed-port'), { kind: 'calibration' }])).toBe(
      true,
    )
  })
})

describe('readsTheSame', () => {
  it('compares what is shown', () => {
    expect(readsTheSame(verdict({}), verdict({ rules: ['other'] }))).toBe(true)
    expect(readsTheSame(verdict({}), verdict({ confidence: 'likely' }))).toBe(false)
    expect(readsTheSame(verdict({}), verdict({ mechanism: 'ip' }))).toBe(false)
  })
})
