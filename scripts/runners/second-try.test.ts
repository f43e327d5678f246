import { expect, it } from 'vitest'
import { labWithSecondTry } from './second-try.ts'

const files = new Map([
  ['a.json', 'a'],
  ['b.json', 'b'],
])
const line = (scenario: string, ok: boolean, got = 'inconclusive') => {
  const expected = { status: 'reachable' }
  return JSON.stringify({
    scenario,
    browser: 'chromium',
    url: 'https://x.example/',
    ok,
    got: { status: got },
    expected,
  })
}

/** A lab that prints these, run by run. */
function lab(...runs: string[][]) {
  const asked: string[][] = []
  const run = async (these: readonly string[]) => {
    asked.push([...these])
    const stdout = (runs[asked.length - 1] ?? []).join('\n')
    return { code: stdout.includes('"ok":false') ? 1 : 0, stdout, stderr: '' }
  }
  return { asked, run }
}

it('runs once when all is well', async () => {
  const { asked, run } = lab([line('a', true), line('b', true)])
  expect(await labWithSecondTry('lab', files, run)).toEqual({ passed: 2, failures: [] })
  expect(asked).toHaveLength(1)
})

it('runs again what failed or gave no result, and says so', async () => {
  const { asked, run } = lab([line('a', true)], [line('b', true)])
  expect(await labWithSecondTry('lab', files, run)).toEqual({ passed: 2, failures: [], note: 'run again: b' })
  expect(asked[1]).toEqual(['b.json'])
})

it('fails what fails twice', async () => {
  const { run } = lab([line('a', true), line('b', false)], [line('b', false)])
  const { passed, failures } = await labWithSecondTry('lab', files, run)
  expect([passed, failures.length]).toEqual([1, 1])
})

it('takes no false accusation back', async () => {
  const { asked, run } = lab([line('a', true), line('b', false, 'blocked')], [line('b', true)])
  expect((await labWithSecondTry('lab', files, run)).failures).toHaveLength(1)
  expect(asked).toHaveLength(1)
})
