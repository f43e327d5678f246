import { describe, expect, it, vi } from 'vitest'
import type { Sweep } from '../history/records.ts'
import type { SweepProgress } from '../messages/messages.ts'
import { Telling } from './telling.ts'

function telling() {
  const sweep: Sweep = {
    id: 's',
    pace: 'now',
    startedAt: 1,
    endedAt: null,
    state: 'running',
    networkId: 'n',
    items: [],
    requests: 10,
    bytes: 1_000,
  }
  const told: SweepProgress[] = []
  const heard: (() => void)[] = []
  const one = new Telling(sweep, (progress) => {
    told.push(progress)
    return new Promise((resolve) => heard.push(resolve))
  })
  return { sweep, one, told, heard }
}

describe('what a sweep costs', () => {
  it('is told while targets are under way, once more after many looks', async () => {
    const { one, told, heard } = telling()
    one.underWay('a', { requests: 1, bytes: 10 })
    one.underWay('a', { requests: 3, bytes: 30 })
    one.underWay('b', { requests: 2, bytes: 5 })
    expect(told).toMatchObject([{ requests: 11, bytes: 1_010 }])
    heard[0]?.()
    await vi.waitUntil(() => told.length > 1)
    heard[1]?.()
    await Promise.resolve()
    expect(told.slice(1)).toMatchObject([{ requests: 15, bytes: 1_035, running: true }])
  })

  it('is counted once when the result is there, and when the sweep has ended', () => {
    const { one, told, sweep } = telling()
    one.underWay('a', { requests: 3, bytes: 30 })
    sweep.requests += 4
    void one.recorded('a')
    expect(told.at(-1)).toMatchObject({ requests: 14, bytes: 1_000 })
    one.underWay('b', { requests: 3, bytes: 30 })
    void one.ended()
    expect(told.at(-1)).toMatchObject({ requests: 14, running: false })
  })
})
