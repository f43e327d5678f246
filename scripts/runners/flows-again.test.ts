import { join } from 'node:path'
import { expect, it } from 'vitest'
import { flowsWithSecondTry, type VitestRun } from './flows-again.ts'

/** As vitest prints a failed assertion that has a message. */
const LOST = 'AssertionError: lost or doubled: expected { lost: [ 1 ], doubled: [] } to deeply equal ...'

type File = [name: string, ...statuses: string[]]

const report = (...files: File[]): VitestRun => {
  const isBad = (statuses: string[]) => statuses.includes('failed') || statuses.includes('lost')
  const failed = files.some(([, ...statuses]) => isBad(statuses))
  const testResults = files.map(([name, ...statuses]) => ({
    name: join(process.cwd(), 'e2e/specs', name),
    status: isBad(statuses) ? 'failed' : 'passed',
    message: '',
    assertionResults: statuses.map((status, i) => ({
      fullName: `test ${i}`,
      status: status === 'lost' ? 'failed' : status,
      failureMessages: status === 'passed' ? [] : [status === 'failed' ? 'too late' : LOST],
    })),
  }))
  const json = JSON.stringify({ success: !failed, numPendingTests: 0, numTodoTests: 0, testResults })
  return { json, code: failed ? 1 : 0, said: 'what it said' }
}

/** A vitest that answers so, run by run. */
function vitest(...runs: VitestRun[]) {
  const asked: string[][] = []
  const run = async (files: readonly string[]) => {
    asked.push([...files])
    return runs[asked.length - 1] ?? report()
  }
  return { asked, run }
}

const PASSING: File = ['pages.spec.ts', 'passed', 'passed']

it('runs once when all is well', async () => {
  const { asked, run } = vitest(report(PASSING))
  expect(await flowsWithSecondTry('flows', run)).toEqual({ passed: 2, failures: [] })
  expect(asked).toEqual([[]])
})

it('runs a file that failed once more, counts by that, and says so', async () => {
  const { asked, run } = vitest(
    report(PASSING, ['quiet.spec.ts', 'passed', 'failed']),
    report(['quiet.spec.ts', 'passed', 'passed']),
  )
  expect(await flowsWithSecondTry('flows', run)).toEqual({
    passed: 4,
    failures: [],
    note: 'run again: e2e/specs/quiet.spec.ts',
  })
  expect(asked[1]).toEqual(['e2e/specs/quiet.spec.ts'])
})

it('fails what fails twice', async () => {
  const bad = report(['quiet.spec.ts', 'passed', 'failed'])
  const { passed, failures } = await flowsWithSecondTry('flows', vitest(bad, bad).run)
  expect([passed, failures.map(({ title }) => title)]).toEqual([1, ['e2e/specs/quiet.spec.ts: test 1']])
})

it('gives a file that told of a loss no second try, whatever else gets one', async () => {
  const lost: File = ['faults.spec.ts', 'passed', 'lost', 'failed']
  const { asked, run } = vitest(report(lost))
  expect((await flowsWithSecondTry('flows', run)).failures).toHaveLength(2)
  expect(asked).toHaveLength(1)
  const both = vitest(report(lost, ['quiet.spec.ts', 'failed']), report(['quiet.spec.ts', 'passed']))
  const { passed, failures } = await flowsWithSecondTry('flows', both.run)
  expect([passed, failures.length]).toEqual([2, 2])
  expect(both.asked[1]).toEqual(['e2e/specs/quiet.spec.ts'])
})

it('tries a file that counts losses again when only its time ran out', async () => {
  const late: File = ['faults.spec.ts', 'passed', 'failed']
  const { asked, run } = vitest(report(late), report(['faults.spec.ts', 'passed', 'passed']))
  expect((await flowsWithSecondTry('flows', run)).failures).toEqual([])
  expect(asked[1]).toEqual(['e2e/specs/faults.spec.ts'])
})

it('does not try again what failed as a whole, or in too many places', async () => {
  const many = ['a', 'b', 'c', 'd'].map((name): File => [`${name}.spec.ts`, 'failed'])
  const crashed = { json: null, code: 1, said: 'no namespaces here' }
  const unhandled = { ...report(PASSING), code: 1 }
  for (const first of [report(...many), crashed, unhandled]) {
    const { asked, run } = vitest(first)
    expect((await flowsWithSecondTry('flows', run)).failures).not.toEqual([])
    expect(asked).toHaveLength(1)
  }
})
