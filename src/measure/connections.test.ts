import { describe, expect, it } from 'vitest'
import { Connections } from './connections.ts'

const at = (time: number, ip: string | null = '1.2.3.4', leaf: string | null = 'AA') => ({
  at: time,
  ip,
  leaf,
})

describe('Connections', () => {
  it('remembers a name for as long as a browser may keep its connection', () => {
    const connections = new Connections([['old.test', at(0)]])
    connections.opened('a.test', at(1_000_000))
    expect(connections.isOurs('a.test', 1_500_000)).toBe(true)
    expect(connections.isOurs('a.test', 1_600_000)).toBe(false)
    expect(connections.isOurs('b.test', 1_000_000)).toBe(false)
    expect(connections.entries(1_000_001).map(([name]) => name)).toEqual(['a.test'])
  })

  it('suspects another name only at the same address under the same certificate', () => {
    const connections = new Connections([['a.test', at(1000)]])
    expect(connections.couldBeAnothers('b.test', at(2000))).toBe(true)
    expect(connections.couldBeAnothers('a.test', at(2000))).toBe(false)
    expect(connections.couldBeAnothers('b.test', at(2000, '1.2.3.5'))).toBe(false)
    expect(connections.couldBeAnothers('b.test', at(2000, '1.2.3.4', 'BB'))).toBe(false)
    expect(connections.couldBeAnothers('b.test', at(2000, '1.2.3.4', null))).toBe(false)
    expect(connections.couldBeAnothers('b.test', at(700_000))).toBe(false)
  })

  it('knows for ours what a look that was cut off may have left, where no other name is open to that address', () => {
    const connections = new Connections()
    connections.cutOff('a.test', 1000)
    expect(connections.mayBeLeftByOurs('a.test', at(2000))).toBe(true)
    expect(connections.mayBeLeftByOurs('b.test', at(2000))).toBe(false)
    expect(connections.mayBeLeftByOurs('a.test', at(2000, null))).toBe(false)
    expect(connections.mayBeLeftByOurs('a.test', at(700_000))).toBe(false)
    connections.opened('b.test', at(1500))
    expect(connections.mayBeLeftByOurs('a.test', at(2000))).toBe(false)
    expect(connections.mayBeLeftByOurs('a.test', at(2000, '1.2.3.5'))).toBe(true)
    expect(connections.isOurs('a.test', 2000)).toBe(false)
  })

  it('holds what a worker was about to ask for cut off only once that worker is gone', () => {
    const worker = new Connections()
    worker.expect(['a.test', 'b.test'], 1000)
    worker.opened('b.test', at(1500))
    expect(worker.mayBeLeftByOurs('a.test', at(2000))).toBe(false)
    const next = new Connections(worker.entries(2000))
    expect(next.mayBeLeftByOurs('a.test', at(2000, '1.2.3.5'))).toBe(true)
    expect(next.isOurs('a.test', 2000)).toBe(false)
    expect(next.isOurs('b.test', 2000)).toBe(true)
  })
})
