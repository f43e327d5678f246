import { expect, it } from 'vitest'
import { isMetered } from './connection.ts'

it.each([
  [null, false],
  [{}, false],
  [{ saveData: false, type: 'wifi' }, false],
  [{ saveData: true }, true],
  [{ saveData: false, type: 'cellular' }, true],
] as const)('%j is metered: %s', (connection, metered) => {
  expect(isMetered(connection)).toBe(metered)
})
