import { describe, expect, it } from 'vitest'
import type { Result } from '../e2e/run/result.ts'
import { confusionTable, judgedOf } from './confusion.ts'

const result = (
  expected: unknown,
  got: Record<string, unknown>,
  ok: boolean,
  url = 'https://a.example/',
): Result => ({
  line: {
    scenario: 's',
    browser: 'chromium',
    url,
    ok,
    expected,
    got,
    rules: [],
    ms: 1,
    requests: 1,
    bytes: 1,
  },
  problems: [],
  observations: [],
})
const blocked = { status: 'blocked', mechanism: 'dns', confidence: 'likely' }

describe('the confusion table', () => {
  it('counts what was expected against what was said, with the wrong ones', () => {
    const judged = [
      result({ status: 'blocked', mechanism: 'dns' }, blocked, true),
      result({ status: 'blocked', mechanism: 'dns' }, blocked, true),
      result({ status: ['reachable', 'down'] }, blocked, false),
    ].flatMap((one) => judgedOf(one) ?? [])
    const [, first, second] = confusionTable(judged)
    expect(first?.trim().split(/\s{2,}/)).toEqual(['2', 'blocked dns', 'blocked dns likely'])
    expect(second?.trim().split(/\s{1,}/)).toEqual(['1', '1', 'reachable|down', 'blocked', 'dns', 'likely'])
  })

  it('leaves out what is no target, and survives a lab that broke', () => {
    expect(judgedOf(result({}, blocked, true, '(connectivity)'))).toBeNull()
    expect(judgedOf(result({}, { error: 'lab-broken' }, false))).toMatchObject({
      expected: 'any',
      said: 'nothing',
    })
  })
})
