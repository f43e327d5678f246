import { expect, it } from 'vitest'
import { needsOf } from '../bootstrap/commands.mjs'
import { ROOT } from '../checks/tree.ts'
import { allRunners } from './runners.ts'

it('opens a browser only in the stages the bootstrap provides browsers for', () => {
  const stages = [...new Set(allRunners(ROOT).map(({ stage }) => stage))]
  const withBrowser = stages.filter((stage) => needsOf('test', [], { FENCELINE_TEST_ONLY: stage }).length > 0)
  expect(withBrowser).toEqual(['selftest', 'lab', 'flows'])
})
