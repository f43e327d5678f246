import { expect, it } from 'vitest'
import { lastTick } from './last-tick.ts'
import type { Tick } from './records.ts'
import { freshHistory } from './test-database.ts'
import { recordTick } from './ticks.ts'

it('answers the newest heartbeat, none before the first, none when it is damaged', async () => {
  const history = freshHistory()
  const tick = (at: number): Tick => ({
    at,
    scheduledAt: null,
    monotonic: 5,
    networkId: 'unknown',
    connectivity: 'online',
    references: { 'www.iana.org': true },
  })
  await history.withDb(async (db) => {
    expect(await lastTick(db)).toBeNull()
    await recordTick(db, tick(20))
    await recordTick(db, tick(10))
    expect(await lastTick(db)).toEqual(tick(20))
    await db.put('ticks', { ...tick(30), connectivity: 'fine' } as never)
    expect(await lastTick(db)).toBeNull()
  })
  history.close()
})
