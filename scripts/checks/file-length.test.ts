import { expect, it } from 'vitest'
import { sourceTree } from './tree.ts'

/** One idea a file: past this length it has two. */
const LONGEST = 350

it(`no source file is longer than ${LONGEST} lines`, () => {
  const lengths = [...sourceTree()].map(([path, source]) => ({ path, lines: source.split('\n').length - 1 }))
  expect(lengths.length).toBeGreaterThan(20)
  expect(lengths.filter(({ lines }) => lines > LONGEST)).toEqual([])
})
