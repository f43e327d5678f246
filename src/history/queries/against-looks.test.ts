import * as fc from 'fast-check'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { STATUSES, type Status } from '../../../core/model/status.ts'
import type { Verdict } from '../../../core/model/verdict.ts'
import { isJudged } from '../../../core/verdict/series.ts'
import { isRestricted } from '../counts.ts'
import type { History } from '../open.ts'
import { recordMeasurement } from '../record.ts'
import type { Measurement } from '../records.ts'
import { DAY_MS, HOUR_MS } from '../rollup.ts'
import type { HistoryDb } from '../schema.ts'
import { aLook, aVerdict, freshHistory } from '../test-database.ts'
import { WORST_FIRST } from '../worst.ts'
import { byNetwork } from './breakdown.ts'
import { percentages } from './percentages.ts'
import type { Tally } from './tally.ts'
import { timeline } from './timeline.ts'
import type { Unit } from './units.ts'

/** Every query against a plain scan over the looks, for whatever looks there are. */

let history: History
beforeEach(() => {
  history = freshHistory()
})
afterEach(() => history.close())

const TARGETS = ['https://a.example/', 'https://b.example/', 'https://c.example/']
const NETWORKS = ['as1-kz', 'as2-kz']
/** A leap year's end of February is inside every year that ends here. */
const END = Date.UTC(2024, 10, 17, 15, 20)

const look = fc.record({
  target: fc.constantFrom(...TARGETS.slice(0, 2)),
  network: fc.constantFrom(...NETWORKS),
  // Near the edges of every window as well as anywhere in 400 days.
  ago: fc.oneof(
    fc.integer({ min: 0, max: 400 * DAY_MS }),
    fc.integer({ min: 0, max: 3 * DAY_MS }),
    fc
      .tuple(fc.constantFrom(1, 6, 7, 29, 30, 364, 365), fc.integer({ min: -DAY_MS, max: DAY_MS }))
      .map(([days, off]) => Math.max(0, days * DAY_MS + off)),
  ),
  status: fc.constantFrom<Status>(...STATUSES),
  scope: fc.constantFrom<Verdict['scope']>('here', 'everyone', 'unknown'),
  intercepted: fc.boolean(),
})
type Said = typeof look extends fc.Arbitrary<infer T> ? T : never

function looksOf(said: readonly Said[]): Measurement[] {
  return [...said]
    .sort((a, b) => b.ago - a.ago)
    .map(({ target, network, ago, status, scope, intercepted }, n) => {
      const verdict: Verdict = {
        ...aVerdict(status, status === 'blocked' ? 'dns' : null),
        scope: status === 'refused' ? scope : null,
        warnings: intercepted && status === 'reachable' ? ['tls-interception'] : [],
      }
      const id = `look ${String(n).padStart(3, '0')}`
      return aLook({ id, at: END - ago, targetId: target, url: target, networkId: network, verdict })
    })
}

function tallyBy(looks: readonly Measurement[]): Tally {
  const judged = looks.filter(({ verdict }) => isJudged(verdict.status))
  const blocked = judged.filter(({ verdict }) => verdict.status === 'blocked').length
  const restricted = judged.filter(({ verdict }) => isRestricted(verdict)).length
  const share = (part: number) => (judged.length > 0 ? part / judged.length : null)
  return {
    n: judged.length,
    blocked,
    restricted,
    unjudged: looks.length - judged.length,
    blockedShare: share(blocked),
    restrictedShare: share(restricted),
  }
}

const dayStart = (now: number) => new Date(now).setUTCHours(0, 0, 0, 0)
const WINDOW_STARTS = {
  '24h': (now: number) => new Date(now).setUTCMinutes(0, 0, 0) - 23 * HOUR_MS,
  '7d': (now: number) => dayStart(now) - 6 * DAY_MS,
  '30d': (now: number) => dayStart(now) - 29 * DAY_MS,
  '1y': (now: number) => dayStart(now) - 364 * DAY_MS,
}
const windowEnd = (name: string, now: number) =>
  name === '24h' ? new Date(now).setUTCMinutes(0, 0, 0) + HOUR_MS : dayStart(now) + DAY_MS

function windowsBy(looks: readonly Measurement[], now: number) {
  return Object.fromEntries(
    Object.entries(WINDOW_STARTS).map(([name, start]) => {
      const [from, to] = [start(now), windowEnd(name, now)]
      return [name, { from, to, ...tallyBy(looks.filter(({ at }) => at >= from && at < to)) }]
    }),
  )
}

const LABEL: Record<Unit, number> = { hour: 13, day: 10, month: 7 }
/** `2024-02-29T23`, `2024-02-29` or `2024-02`. */
const labelOf = (unit: Unit, at: number) => new Date(at).toISOString().slice(0, LABEL[unit])

const of = (looks: readonly Measurement[], targetId: string, networkId: string | null) =>
  looks.filter((m) => m.targetId === targetId && (networkId === null || m.networkId === networkId))

const some = fc.array(look, { minLength: 1, maxLength: 25 })
const anyNetwork = fc.constantFrom(null, ...NETWORKS)

async function forAny<T>(
  ask: fc.Arbitrary<T>,
  check: (db: HistoryDb, looks: Measurement[], ask: T) => Promise<void>,
) {
  await fc.assert(
    fc.asyncProperty(some, ask, async (said, asked) => {
      history.close()
      history = freshHistory()
      const looks = looksOf(said)
      await history.withDb(async (db) => {
        for (const one of looks) await recordMeasurement(db, one)
        await check(db, looks, asked)
      })
    }),
    { numRuns: 60 },
  )
}

it('a timeline has the looks of every hour, day or month, and gaps where there are none', async () => {
  const ask = fc.record({
    networkId: anyNetwork,
    unit: fc.constantFrom<Unit>('hour', 'day', 'month'),
    ago: fc.integer({ min: 0, max: 400 * DAY_MS }),
    length: fc.integer({ min: 0, max: 200 * DAY_MS }),
  })
  await forAny(ask, async (db, looks, { networkId, unit, ago, length }) => {
    for (const targetId of TARGETS) {
      // By hours a few days, where looks are dense: the rest would be thousands of empty cells.
      const few = unit === 'hour' ? 8 * DAY_MS : Number.POSITIVE_INFINITY
      const from = END - (ago % few)
      const to = from + (length % few)
      const { cells, damaged } = await timeline(db, { targetId, networkId, unit, from, to })
      expect(damaged).toBe(0)
      expect(cells.length === 0).toBe(to === from)
      cells.forEach((cell, i) => {
        expect(cell.end).toBe(cells[i + 1]?.start ?? cell.end)
        const mine = of(looks, targetId, networkId).filter(({ at }) => at >= cell.start && at < cell.end)
        const label = labelOf(unit, cell.start)
        expect(mine.every(({ at }) => labelOf(unit, at) === label)).toBe(true)
        expect(cell.tally).toEqual(tallyBy(mine))
        const worst = WORST_FIRST.find((status) => mine.some(({ verdict }) => verdict.status === status))
        expect(cell.worst).toBe(worst ?? 'unobserved')
      })
      if (to === from) continue
      expect(cells[0]?.start).toBeLessThanOrEqual(from)
      expect(cells[0]?.end).toBeGreaterThan(from)
      expect(cells.at(-1)?.start).toBeLessThan(to)
      expect(cells.at(-1)?.end).toBeGreaterThanOrEqual(to)
      const told = cells.reduce((sum, { tally }) => sum + tally.n + tally.unjudged, 0)
      const [start, end] = [cells[0]?.start ?? 0, cells.at(-1)?.end ?? 0]
      expect(told).toBe(of(looks, targetId, networkId).filter(({ at }) => at >= start && at < end).length)
    }
  })
}, 120_000)

const anyNow = fc.oneof(
  fc.integer({ min: 0, max: 40 * DAY_MS }).map((ago) => END - ago),
  fc.constantFrom(Date.UTC(2024, 9, 1), Date.UTC(2024, 9, 31, 23, 59, 59, 999), Date.UTC(2024, 1, 29, 12)),
)

it('percentages are those of the looks, each target by itself and all together', async () => {
  await forAny(fc.record({ networkId: anyNetwork, now: anyNow }), async (db, looks, { networkId, now }) => {
    const { total, targets, damaged } = await percentages(db, { targetIds: TARGETS, networkId, now })
    expect(damaged).toBe(0)
    const mine = looks.filter((m) => networkId === null || m.networkId === networkId)
    expect(total).toEqual(windowsBy(mine, now))
    for (const targetId of TARGETS) {
      expect(targets.get(targetId)).toEqual(windowsBy(of(looks, targetId, networkId), now))
    }
  })
}, 120_000)

it('networks side by side are what each saw', async () => {
  const asked = fc.subarray(TARGETS, { minLength: 1 })
  await forAny(fc.record({ targetIds: asked, now: anyNow }), async (db, looks, { targetIds, now }) => {
    const { networks, damaged } = await byNetwork(db, { targetIds, now })
    expect(damaged).toBe(0)
    const mine = looks.filter((m) => targetIds.includes(m.targetId))
    const seen = [...new Set(mine.map((m) => m.networkId))]
    expect(networks.map((part) => part.networkId).sort()).toEqual(seen.sort())
    for (const { networkId, windows, latest, standing } of networks) {
      const here = mine.filter((m) => m.networkId === networkId)
      expect(windows).toEqual(windowsBy(here, now))
      const newest = new Map(here.map((m) => [m.targetId, m]))
      expect([...latest.values()].map((row) => row.measurementId).sort()).toEqual(
        [...newest.values()].map((m) => m.id).sort(),
      )
      for (const status of STATUSES) {
        const count = [...newest.values()].filter((m) => m.verdict.status === status).length
        expect(standing[status] ?? 0).toBe(count)
      }
    }
    const lastAt = networks.map(({ latest }) => Math.max(...[...latest.values()].map(({ at }) => at)))
    expect(lastAt).toEqual([...lastAt].sort((a, b) => b - a))
  })
}, 120_000)
