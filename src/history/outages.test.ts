import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { at, beats, record } from './link.test-kit.ts'
import type { History } from './open.ts'
import { type OutageQuery, outagesIn } from './outages.ts'
import { freshHistory } from './test-database.ts'

let history: History
beforeEach(() => {
  history = freshHistory()
})
afterEach(() => history.close())

/** Onsets in minutes and how they stand. */
const seen = (query: Partial<OutageQuery> = {}) =>
  history.withDb(async (db) => {
    const found = await outagesIn(db, { from: at(0), to: at(10_000), limit: 10, ...query })
    return found.map(({ outage, standing }) => `${(outage.onset.to - at(0)) / 60_000} ${standing}`)
  })

describe('outagesIn', () => {
  it('lists the newest first, and how each stands', async () => {
    await history.withDb((db) => record(db, ...beats('..xx...xx...xx')))
    expect(await seen()).toEqual(['60 ongoing', '35 ended', '10 ended'])
    expect(await seen({ limit: 2 })).toEqual(['60 ongoing', '35 ended'])
    expect(await seen({ to: at(40) })).toEqual(['35 ended', '10 ended'])
  })

  it('finds what began before the time asked about and reaches into it', async () => {
    await history.withDb((db) => record(db, ...beats('..xx...xx...xx')))
    expect(await seen({ from: at(17), to: at(30) })).toEqual(['10 ended'])
    expect(await seen({ from: at(21), to: at(30) })).toEqual([])
    expect(await seen({ from: at(5_000) })).toEqual(['60 ongoing'])
  })

  it('keeps to a network, and does not call ongoing what nobody looks at', async () => {
    await history.withDb((db) => record(db, ...beats('..xx'), ...beats('...xx', 20, { networkId: 'phone' })))
    expect(await seen()).toEqual(['35 ongoing', '10 unknown'])
    expect(await seen({ networkId: 'home' })).toEqual(['10 unknown'])
    expect(await seen({ networkId: 'elsewhere' })).toEqual([])
  })

  it('leaves a damaged row out', async () => {
    await history.withDb(async (db) => {
      await record(db, ...beats('..xx...'))
      await db.put('outages', { id: `${at(99)}-offline`, kind: 'odd' } as never)
    })
    expect(await seen()).toEqual(['10 ended'])
  })
})
