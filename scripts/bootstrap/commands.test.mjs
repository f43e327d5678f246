import { expect, it } from 'vitest'
import { needsOf } from './commands.mjs'

it.each([
  ['start', [], ['chromium']],
  ['start', ['--lab', 'tls-sni-reset'], ['chromium', 'lab']],
  ['lab', ['run', 'x.json'], ['chromium', 'lab']],
  ['lab', ['run', 'x.json', '--browser', 'firefox'], ['firefox', 'lab']],
  ['lab', ['run', '--browser=firefox', 'x.json'], ['firefox', 'lab']],
  ['lab', ['run', '--browser', 'both'], ['chromium', 'firefox', 'lab']],
  ['lab', ['run', '--browser', 'firefox', '--browser=chromium'], ['chromium', 'firefox', 'lab']],
  ['bench', [], ['chromium', 'firefox', 'lab']],
  ['bench', ['--quick', 'verdicts'], ['chromium', 'firefox', 'lab']],
  ['bench', ['sweep'], ['chromium', 'lab']],
  ['bench', ['idle', 'faults'], ['chromium', 'lab']],
  ['soak', ['--minutes', '5'], ['chromium', 'lab']],
  ['export', ['--profile', 'kept'], ['chromium']],
  ['build', [], []],
  ['test', [], ['chromium', 'firefox', 'lab', 'fonts']],
])('%s %j needs %j', (name, args, needs) => {
  expect(needsOf(name, args, {})).toEqual(needs)
})

it('asks for no browser when only parts of the tests run that open none', () => {
  expect(needsOf('test', [], { FENCELINE_TEST_ONLY: 'unit,types' })).toEqual([])
  expect(needsOf('test', [], { FENCELINE_TEST_ONLY: 'unit,lab' })).toContain('chromium')
})
