import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Outage } from '../../core/connectivity/outage.ts'
import { levelNow } from '../../src/history/link-level.ts'
import { linkTimeline } from '../../src/history/link-timeline.ts'
import type { History } from '../../src/history/open.ts'
import { outagesIn } from '../../src/history/outages.ts'
import { recordMeasurement } from '../../src/history/record.ts'
import type { Tick } from '../../src/history/records.ts'
import { aLook, aVerdict, freshHistory } from '../../src/history/test-database.ts'
import { recordTick } from '../../src/history/ticks.ts'
import { workedIn } from '../../src/history/worked-in-outage.ts'
import { live, wakesAt } from './device.ts'
import { LINES, NOT_ON_THE_LIST, REFERENCES_ON_THE_LIST, WORKED_FROM_THE_LIST } from './january-2022.ts'
import { lineAt, utc } from './timeline.ts'
import { lookAt, seeded } from './world.ts'

const FROM = utc('2021-12-30T00:00')
const TO = utc('2022-01-12T00:00')
const MINUTE = 60_000
const HOUR = 3_600_000

interface Sample {
  at: number
  percent: number | null
}

describe.each(LINES)('January 2022, $name', ({ networkId, awake, windows, phases }) => {
  let history: History
  const ticks: Tick[] = []
  const levels: Sample[] = []
  let outages: Outage[] = []

  beforeAll(async () => {
    history = freshHistory()
    const random = seeded(2022)
    const deps = {
      networkId,
      awake,
      random,
      look: (at: number, how: { light: boolean; turn: number }) =>
        lookAt({ at, line: lineAt(phases, at), list: REFERENCES_ON_THE_LIST, random }, how),
      async record(tick: Tick) {
        ticks.push(tick)
        await history.withDb((db) => recordTick(db, tick))
      },
      async sweep(at: number) {
        const line = lineAt(phases, at)
        const { percent } = await history.withDb((db) => levelNow(db, networkId, at))
        levels.push({ at, percent })
        if (line === 'cut' || at < utc('2022-01-06T00:00')) return
        for (const [i, url] of [...WORKED_FROM_THE_LIST, ...NOT_ON_THE_LIST].entries()) {
          const works = line === 'up' || (line === 'national' && WORKED_FROM_THE_LIST.includes(url))
          const verdict = aVerdict(works ? 'reachable' : 'untested')
          const id = `${at}-${i}`
          await history.withDb((db) =>
            recordMeasurement(db, aLook({ id, at, url, targetId: url, networkId, verdict })),
          )
        }
      },
    }
    await live(deps, FROM, TO)
    const seen = await history.withDb((db) => outagesIn(db, { from: FROM, to: TO, limit: 100 }))
    outages = seen.map(({ outage }) => outage).reverse()
  }, 300_000)
  afterAll(() => history.close())

  const isAwake = (at: number) => wakesAt(at, awake) === at

  it('finds each documented window, and nothing else', () => {
    expect(outages.map(({ kind, onset, end }) => [kind, onset, end])).toHaveLength(windows.length)
    expect(outages.map(({ kind }) => kind)).toEqual(windows.map(({ kind }) => kind))
  })

  it('has brackets that contain the documented times, and are as tight as the heartbeat where somebody was awake', () => {
    for (const [i, { onset, end }] of windows.entries()) {
      const outage = outages[i]
      expect(outage?.end).toBeTruthy()
      const pairs = [[onset, outage?.onset] as const, [end, outage?.end] as const]
      for (const [{ at, range }, bracket] of pairs) {
        const [earliest, latest] = range ?? [at, at]
        const [from, to] = [bracket?.from ?? Number.NaN, bracket?.to ?? Number.NaN]
        expect(from).toBeLessThanOrEqual(at)
        expect(to).toBeGreaterThanOrEqual(at)
        expect(from).toBeLessThanOrEqual(latest)
        expect(to).toBeGreaterThanOrEqual(earliest)
        if (isAwake(at) && isAwake(at - HOUR)) expect(to - from).toBeLessThan(7 * MINUTE)
        else expect(to - from).toBeLessThan(11 * HOUR)
      }
    }
  })

  it('claims nothing while asleep', () => {
    expect(ticks.every(({ at }) => isAwake(at))).toBe(true)
    for (const { onset, end, unobservedMs } of outages) {
      expect(isAwake(onset.to)).toBe(true)
      // What lies inside and was slept through is told as such, to the quarter of an hour.
      let asleep = 0
      for (let at = onset.to; at < (end?.to ?? TO); at += MINUTE) if (!isAwake(at)) asleep += MINUTE
      expect(Math.abs(unobservedMs - asleep)).toBeLessThan(MINUTE * 15 * (1 + asleep / (8 * HOUR)))
    }
  })

  it('has a level of at most 5% at the bottom, and all of the ordinary before and after', () => {
    const steady = (at: number, line: string, ms: number) =>
      lineAt(phases, at) === line && lineAt(phases, at - ms) === line && isAwake(at - ms)
    const bottom = levels.filter(({ at }) => steady(at, 'cut', HOUR))
    expect(bottom.length).toBeGreaterThan(3)
    for (const { percent } of bottom) expect(percent).toBeLessThanOrEqual(5)
    const [first, ...well] = levels.filter(
      ({ at }) =>
        at > FROM + 48 * HOUR && steady(at, 'up', 2 * HOUR) && lineAt(phases, at - 2 * HOUR) === 'up',
    )
    expect(first).toBeDefined()
    expect(well.length).toBeGreaterThan(10)
    for (const { percent } of well) if (percent !== null) expect(percent).toBeGreaterThan(95)
  })

  it('names what worked while only the list did', async () => {
    const national = outages.filter(({ ticks: seen }) => (seen['national-only'] ?? 0) > 0)
    expect(national.length > 0).toBe(phases.some(({ line }) => line === 'national'))
    for (const outage of national) {
      const hosts = Object.keys(outage.worked).filter((host) => host.endsWith('.kz'))
      if (outage.kind === 'national-only') expect(Object.keys(outage.worked)).toEqual(REFERENCES_ON_THE_LIST)
      else expect(hosts).toEqual(expect.arrayContaining([...REFERENCES_ON_THE_LIST]))
      const sites = await history.withDb((db) =>
        workedIn(db, outage, [...WORKED_FROM_THE_LIST, ...NOT_ON_THE_LIST], TO),
      )
      const worked = sites.filter(({ reachable }) => reachable > 0).map(({ targetId }) => targetId)
      expect(worked).toEqual(WORKED_FROM_THE_LIST)
    }
  })

  it('shows it hour by hour', async () => {
    const cells = await history.withDb((db) => linkTimeline(db, networkId, FROM, TO - 1))
    expect(cells).toHaveLength(13 * 24)
    for (const { hour, state } of cells) {
      const lines = new Set(Array.from({ length: 12 }, (_, i) => lineAt(phases, hour + i * 5 * MINUTE)))
      const quarters = [0, 15, 30, 45, 59].map((minute) => isAwake(hour + minute * MINUTE))
      if (!quarters.includes(true)) expect(state).toBe('unobserved')
      if (lines.size > 1 || quarters.includes(false)) continue
      if (lines.has('cut')) expect(state).toBe('offline')
      if (lines.has('national')) expect(state).toBe('national-only')
      if (lines.has('up')) expect(state).toBe('online')
    }
  })
})

it('a device that slept through all of it says nothing of it', async () => {
  const history = freshHistory()
  const awake = [2, 10] as const
  const cut = [
    { at: utc('2022-01-05T11:00'), line: 'cut' as const },
    { at: utc('2022-01-05T23:00'), line: 'up' as const },
  ]
  const random = seeded(1)
  await live(
    {
      networkId: 'as9198-kz',
      awake,
      random,
      look: (at, how) => lookAt({ at, line: lineAt(cut, at), list: [], random }, how),
      record: (tick) => history.withDb((db) => recordTick(db, tick)),
      sweep: async () => {},
    },
    utc('2022-01-04T00:00'),
    utc('2022-01-07T00:00'),
  )
  const seen = await history.withDb((db) => outagesIn(db, { from: 0, to: TO, limit: 10 }))
  expect(seen).toEqual([])
  expect(await history.withDb((db) => db.count('ticks'))).toBeGreaterThan(250)
  history.close()
}, 60_000)
