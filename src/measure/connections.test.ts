import { describe, expect, it } from 'vitest'
import { Connections } from './connections.ts'

describe('Connections', () => {
  it('remembers a name for as long as a browser may keep its connection', () => {
    const connections = new Connections([['old.test', 0]])
    connections.opened('a.test', 1_000_000)
    expect(connections.isOurs('a.test', 1_500_000)).toBe(true)
    expect(connections.isOurs('a.test', 1_600_000)).toBe(false)
    expect(connections.isOurs('b.test', 1_000_000)).toBe(false)
    expect(connections.entries(1_000_001)).toEqual([['a.test', 1_000_000]])
  })
})
