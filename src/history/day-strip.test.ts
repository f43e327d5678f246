import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { STATUSES, type Status } from '../../core/model/status.ts'
import { dayStrip } from './day-strip.ts'
import type { History } from './open.ts'
import { recordMeasurement } from './record.ts'
import { HOUR_MS, hourOf } from './rollup.ts'
import type { HistoryDb } from './schema.ts'
import { aLook, aVerdict, freshHistory, NOON_IN_ALMATY } from './test-database.ts'
import { WORST_FIRST } from './worst.ts'

let history: History
beforeEach(() => {
  history = freshHistory()
})
afterEach(() => {
  vi.restoreAllMocks()
  history.close()
})

const now = NOON_IN_ALMATY + 30 * 60_000
const site = 'https://example.org/'

const stripOf = async (db: HistoryDb, at: number, networkId = 'unknown') => {
  const latest = await db.get('latest', [networkId, site])
  return (await dayStrip(db, latest ? [latest] : [], at)).get(site)
}

describe('dayStrip', () => {
  it('paints 24 hours, oldest first, the running one last, the rest unobserved', async () => {
    await history.withDb(async (db) => {
      await recordMeasurement(db, aLook({ id: 'h24', at: now - 24 * HOUR_MS, verdict: aVerdict('refused') }))
      await recordMeasurement(db, aLook({ id: 'h23', at: now - 23 * HOUR_MS, verdict: aVerdict('down') }))
      await recordMeasurement(db, aLook({ id: 'h1', at: now - HOUR_MS, verdict: aVerdict('blocked', 'dns') }))
      await recordMeasurement(db, aLook({ id: 'now', at: now - 1000 }))
      const painted = ['down', ...Array(21).fill('unobserved'), 'blocked', 'reachable']
      expect(await stripOf(db, now)).toEqual(painted)
      expect(await stripOf(db, now + 2 * HOUR_MS)).toEqual([...painted.slice(2), 'unobserved', 'unobserved'])
      // The clock set back: what the row tells begins too late, and the hours are read.
      expect(await stripOf(db, now - HOUR_MS)).toEqual(['refused', ...painted.slice(0, -1)])
      expect(await stripOf(db, now + 99 * HOUR_MS)).toEqual(Array(24).fill('unobserved'))
    })
  })

  it('asks nothing of the hours for rows that tell of them, and reads them for those that do not', async () => {
    await history.withDb(async (db) => {
      await recordMeasurement(db, aLook())
      const latest = await db.get('latest', ['unknown', site])
      if (!latest) throw new Error('no latest')
      const transaction = vi.spyOn(IDBDatabase.prototype, 'transaction')
      const told = await dayStrip(db, [latest], now)
      expect(transaction).not.toHaveBeenCalled()
      const { recent: _, ...silent } = latest
      expect(await dayStrip(db, [silent], now)).toEqual(told)
      expect(transaction.mock.calls.map(([stores]) => stores)).toEqual(['rollups'])
    })
  })

  it('keeps targets and networks apart', async () => {
    await history.withDb(async (db) => {
      await recordMeasurement(db, aLook({ id: 'a', at: now }))
      await recordMeasurement(db, aLook({ id: 'b', at: now, networkId: 'AS9198', verdict: aVerdict('down') }))
      await recordMeasurement(db, aLook({ id: 'c', at: now, targetId: `${site}x` }))
      expect((await stripOf(db, now))?.at(-1)).toBe('reachable')
      expect((await stripOf(db, now, 'AS9198'))?.at(-1)).toBe('down')
    })
  })

  it('shows what the looks of each hour said, in whatever order they came and however the clock was set', async () => {
    const said = fc.record({
      status: fc.constantFrom<Status>(...STATUSES),
      // Mostly on, sometimes late, sometimes a clock set far back or ahead.
      step: fc.oneof(
        { weight: 6, arbitrary: fc.integer({ min: 0, max: 3 * HOUR_MS }) },
        { weight: 2, arbitrary: fc.integer({ min: -300, max: 0 }) },
        { weight: 1, arbitrary: fc.integer({ min: -40 * HOUR_MS, max: 40 * HOUR_MS }) },
      ),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(said, { minLength: 1, maxLength: 25 }), async (looks) => {
        history.close()
        history = freshHistory()
        let at = NOON_IN_ALMATY
        const seen: { at: number; status: Status }[] = []
        for (const [n, { status, step }] of looks.entries()) {
          at += step
          seen.push({ at, status })
          const look = aLook({ id: `look ${n}`, at, verdict: aVerdict(status) })
          const strip = await history.withDb(async (db) => {
            await recordMeasurement(db, look)
            return stripOf(db, at)
          })
          const cells = Array.from({ length: 24 }, (_, i) => {
            const hour = hourOf(at) - (23 - i) * HOUR_MS
            const inHour = seen.filter((one) => hourOf(one.at) === hour).map((one) => one.status)
            return WORST_FIRST.find((candidate) => inHour.includes(candidate)) ?? 'unobserved'
          })
          expect(strip).toEqual(cells)
        }
      }),
      { numRuns: 60 },
    )
  }, 60_000)
})
