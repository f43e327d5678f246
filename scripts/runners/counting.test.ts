import { describe, expect, it } from 'vitest'
import { countLineOutcome } from './count-line.ts'
import { labOutcome } from './lab-lines.ts'
import { refuseEmpty, single } from './outcome.ts'
import { chosen } from './selection.ts'
import { webExtOutcome } from './web-ext-report.ts'

describe('a program that ends with "N passed, N failed"', () => {
  it('is believed', () => {
    expect(countLineOutcome('selftest', 0, 'ok dns\nok sni\n2 passed, 0 failed\n', '')).toEqual({
      passed: 2,
      failures: [],
    })
  })

  it('has each failure counted', () => {
    const { passed, failures } = countLineOutcome('selftest', 1, '7 passed, 2 failed\n', 'what it said')
    expect([passed, failures.length, failures[0]?.output]).toEqual([7, 2, 'what it said'])
  })

  it.each([
    ['printed nothing of the sort', 0, 'all fine'],
    ['ended badly all the same', 3, '7 passed, 0 failed'],
  ])('fails when it %s', (_what, code, stdout) => {
    expect(countLineOutcome('selftest', code, stdout, '').failures).toHaveLength(1)
  })
})

describe("the lab's lines", () => {
  const line = (scenario: string, ok: boolean) =>
    JSON.stringify({ scenario, browser: 'chromium', url: 'https://news.example/', ok, got: {}, expected: {} })

  it('are a test each', () => {
    const stdout = `${line('a', true)}\n${line('a', true)}\n${line('b', false)}\n`
    const { passed, failures } = labOutcome('lab chromium', ['a', 'b'], 1, stdout, '')
    expect(passed).toBe(2)
    expect(failures).toEqual([{ title: 'lab chromium: b https://news.example/', output: line('b', false) }])
  })

  it('miss no scenario', () => {
    expect(labOutcome('lab', ['a', 'b'], 0, line('a', true), '').failures).toEqual([
      { title: 'lab: b gave no result', output: '' },
    ])
  })

  it('are JSON, all of them', () => {
    expect(labOutcome('lab', [], 0, 'hello', '').failures).toHaveLength(1)
    expect(labOutcome('lab', [], 0, '{"ok":true}', '').failures).toHaveLength(1)
  })

  it('do not hide a bad exit', () => {
    const { failures } = labOutcome('lab', ['a'], 1, line('a', true), 'cannot make a namespace')
    expect(failures).toEqual([{ title: 'lab: ended with 1', output: 'cannot make a namespace' }])
  })
})

describe('web-ext lint', () => {
  const report = (errors: string[], warnings: string[] = []) =>
    JSON.stringify({
      errors: errors.map((code) => ({ code, message: 'm', file: 'manifest.json' })),
      warnings: warnings.map((code) => ({ code, message: 'm' })),
      notices: [],
    })

  it('passes without errors and names the warnings', () => {
    expect(webExtOutcome(report([], ['UNSAFE_VAR', 'UNSAFE_VAR']), '')).toEqual({
      passed: 1,
      failures: [],
      note: '2 warnings (UNSAFE_VAR)',
    })
  })

  it('fails on an error, or when it says nothing', () => {
    expect(webExtOutcome(report(['BAD']), '').failures[0]?.output).toContain('BAD: m manifest.json')
    expect(webExtOutcome('', 'dist/firefox does not exist').failures).toHaveLength(1)
  })
})

describe('a runner', () => {
  it('that ran no test has failed', () => {
    expect(refuseEmpty('flows', { passed: 0, failures: [] }).failures).toHaveLength(1)
    const fine = single('types', true, '')
    expect(refuseEmpty('types', fine)).toBe(fine)
  })
})

describe('FENCELINE_TEST_ONLY', () => {
  const runners = [{ stage: 'unit' }, { stage: 'lab' }, { stage: 'lab' }]

  it('picks whole stages', () => {
    expect(chosen(runners, 'lab')).toHaveLength(2)
    expect(chosen(runners, ' unit, lab ')).toHaveLength(3)
  })

  it.each([undefined, '', ' , '])('%j means all', (only) => {
    expect(chosen(runners, only)).toHaveLength(3)
  })

  it('refuses a name that does not exist, rather than running nothing', () => {
    expect(() => chosen(runners, 'units')).toThrow(/units; the stages are unit, lab/)
  })
})
