import { describe, expect, it } from 'vitest'
import type { StatusRow } from '../history/read.ts'
import type { SweepProgress } from '../messages/messages.ts'
import { earlyRows } from './early.ts'

function row(id: string): StatusRow {
  return {
    target: { id, url: id, category: 'NEWS', group: 'news', sensitive: false, enabled: true, addedAt: 0 },
    latest: null,
  }
}
const progress: SweepProgress = {
  sweepId: 's',
  pace: 'now',
  total: 3,
  done: 1,
  startedAt: 0,
  running: true,
  requests: 40,
  bytes: 1_000,
  early: { b: { status: 'blocked', mechanism: 'dns', confidence: 'suspected' } },
}
const rows = [row('a'), row('b'), row('c')]

describe('first words', () => {
  it('stand for the sites still looked into', () => {
    const early = earlyRows(rows, progress)
    expect(early.map((one) => one.row.target.id)).toEqual(['b'])
    expect(early[0]?.verdict).toMatchObject({ status: 'blocked', mechanism: 'dns', rules: [], warnings: [] })
  })

  it('are gone with the result, the sweep, or no sweep at all', () => {
    expect(earlyRows(rows, { ...progress, early: {} })).toEqual([])
    expect(earlyRows(rows, { ...progress, running: false })).toEqual([])
    expect(earlyRows(rows, null)).toEqual([])
  })
})
