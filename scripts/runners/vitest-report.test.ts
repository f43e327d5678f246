import { describe, expect, it } from 'vitest'
import { vitestOutcome } from './vitest-report.ts'

const file = (name: string, statuses: string[], message = '') => ({
  name,
  status: statuses.includes('failed') || message ? 'failed' : 'passed',
  message,
  assertionResults: statuses.map((status, index) => ({
    fullName: `test ${index}`,
    status,
    failureMessages: status === 'failed' ? ['expected 1 to be 2'] : [],
  })),
})
const report = (files: ReturnType<typeof file>[], success = true, numPendingTests = 0) =>
  JSON.stringify({ success, numPendingTests, numTodoTests: 0, testResults: files })

describe('counting a vitest run', () => {
  it('counts what passed', () => {
    expect(vitestOutcome('unit', report([file('a', ['passed', 'passed'])]), 0, '')).toEqual({
      passed: 2,
      failures: [],
    })
  })

  it('names each failed test, with its message', () => {
    const json = report([file('a.test.ts', ['passed', 'failed'])], false)
    expect(vitestOutcome('unit', json, 1, 'said')).toEqual({
      passed: 1,
      failures: [{ title: 'a.test.ts: test 1', output: 'expected 1 to be 2' }],
    })
  })

  it('counts a file that did not load', () => {
    const json = report([file('a', ['passed']), file('b', [], 'Cannot find module')], false)
    expect(vitestOutcome('unit', json, 1, '').failures).toEqual([
      { title: 'b: did not load', output: 'Cannot find module' },
    ])
  })

  it('fails when vitest does though every test passed', () => {
    const { failures } = vitestOutcome('unit', report([file('a', ['passed'])]), 1, 'Unhandled Rejection')
    expect(failures).toEqual([{ title: 'unit: vitest ended with 1', output: 'Unhandled Rejection' }])
  })

  it.each([null, '', '{"success":true}'])('fails on the report %j', (json) => {
    expect(vitestOutcome('unit', json, 0, 'said').failures).toHaveLength(1)
  })

  it('tells what was skipped and does not count it', () => {
    const outcome = vitestOutcome('unit', report([file('a', ['passed', 'skipped'])], true, 1), 0, '')
    expect(outcome).toEqual({ passed: 1, failures: [], note: '1 skipped' })
  })
})
