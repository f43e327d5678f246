import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LinkFold } from './fold.ts'
import { followLink } from './follow.ts'
import type { Outage } from './outage.ts'
import { MINUTE, START, tickAt } from './tick.test-kit.ts'
import type { Tick } from './tick.ts'

const CAUSES = ['beat', 'sweep', 'again', 'wake', 'start', 'network'] as const

/** Heartbeats in the order of time: gaps, other networks and sessions, two clocks that agree. */
const anyTicks: fc.Arbitrary<Tick[]> = fc
  .array(
    fc.record({
      step: fc.oneof(
        { weight: 8, arbitrary: fc.integer({ min: 1, max: 8 }) },
        fc.integer({ min: 60, max: 900 }),
      ),
      state: fc.oneof(
        fc.constantFrom('online' as const, 'offline' as const),
        fc.constantFrom(
          'degraded' as const,
          'national-only' as const,
          'portal' as const,
          'domestic' as const,
        ),
      ),
      cause: fc.oneof({ weight: 5, arbitrary: fc.constant('beat' as const) }, fc.constantFrom(...CAUSES)),
      networkId: fc.oneof({ weight: 6, arbitrary: fc.constant('home') }, fc.constantFrom('phone', 'unknown')),
      session: fc.constantFrom('one', 'two'),
    }),
    { maxLength: 80 },
  )
  .map((list) => {
    let minute = 0
    return list.map(({ step, state, ...extra }) => {
      minute += step
      return tickAt(minute, state, extra)
    })
  })

function follow(ticks: readonly Tick[]): { rows: Map<string, Outage>; fold: LinkFold | null } {
  const rows = new Map<string, Outage>()
  let fold: LinkFold | null = null
  for (const tick of ticks) {
    const followed = followLink(fold, tick)
    fold = followed.fold
    for (const outage of followed.outages) rows.set(outage.id, outage)
  }
  return { rows, fold }
}

const check = (property: (ticks: Tick[], outages: Outage[]) => void) =>
  fc.assert(
    fc.property(anyTicks, (ticks) => property(ticks, [...follow(ticks).rows.values()])),
    { numRuns: 400 },
  )

describe('followLink, whatever comes', () => {
  it('has brackets in order, onset before end, and every bound is a heartbeat', () => {
    check((ticks, outages) => {
      const times = new Set(ticks.map(({ at }) => at))
      for (const { onset, end, returns } of outages) {
        expect(onset.from ?? onset.to - 1).toBeLessThan(onset.to)
        const bounds = [onset.to, ...returns.flatMap(({ from, to }) => [from, to])]
        if (end) bounds.push(end.from ?? Number.NaN, end.to)
        expect(bounds).toEqual([...bounds].sort((a, b) => a - b))
        for (const bound of bounds) expect(times.has(bound)).toBe(true)
        if (onset.from !== null) expect(times.has(onset.from)).toBe(true)
        if (end) expect(end.from).toBeLessThan(end.to)
      }
    })
  })

  it('consists of bad heartbeats, two or more, never of gaps only', () => {
    check((ticks, outages) => {
      const bad = ticks.filter(({ detail, connectivity }) => {
        const hosts = Object.values(detail?.hosts ?? {})
        return connectivity !== 'online' || hosts.every((h) => h.group !== 'in-country' || !h.ok)
      })
      for (const { onset, end } of outages) {
        const inside = bad.filter(({ at }) => at >= onset.to && at <= (end?.from ?? Number.POSITIVE_INFINITY))
        expect(inside.length).toBeGreaterThanOrEqual(2)
        expect(inside[0]?.at).toBe(onset.to)
      }
    })
  })

  it('says of each heartbeat and each stretch without one at most once that it lay in an outage', () => {
    check((ticks, outages) => {
      for (const { onset, end, unobservedMs, ticks: seen, worked } of outages) {
        const last = end?.to ?? ticks.at(-1)?.at ?? 0
        expect(unobservedMs).toBeLessThanOrEqual(last - onset.to)
        const count = Object.values(seen).reduce((sum, n) => sum + n, 0)
        expect(count).toBeLessThanOrEqual(ticks.filter(({ at }) => at >= onset.to && at <= last).length)
        for (const times of Object.values(worked)) expect(times).toBeLessThanOrEqual(count)
      }
    })
  })

  it('has outages of one network one after the other', () => {
    check((_, outages) => {
      for (const networkId of new Set(outages.map((outage) => outage.networkId))) {
        const line = outages.filter((o) => o.networkId === networkId).sort((a, b) => (a.id < b.id ? -1 : 1))
        line.forEach((outage, i) => {
          const next = line[i + 1]
          if (!next) return
          // Only the last may be open: the clock was never set back here.
          expect(outage.end?.to ?? Number.POSITIVE_INFINITY).toBeLessThanOrEqual(next.onset.from ?? 0)
        })
      }
    })
  })

  it('is not moved by the same heartbeat again, nor by an older one of the same session', () => {
    fc.assert(
      fc.property(anyTicks, fc.nat(), (ticks, pick) => {
        const once = follow(ticks)
        expect(follow(ticks.flatMap((tick) => [tick, tick]))).toEqual(once)
        const old = ticks[pick % Math.max(1, ticks.length)]
        if (!old || old.detail?.session !== ticks.at(-1)?.detail?.session) return
        expect(follow([...ticks, old])).toEqual(once)
      }),
    )
  })

  it('goes on from what was kept as if it had never stopped', () => {
    fc.assert(
      fc.property(anyTicks, (ticks) => {
        let fold: LinkFold | null = null
        for (const tick of ticks) fold = followLink(structuredClone(fold), tick).fold
        expect(fold).toEqual(follow(ticks).fold)
      }),
    )
  })

  it('never claims an outage while the world is well, whoever sleeps', () => {
    check((ticks) => {
      const well = ticks.map((tick) => tickAt((tick.at - START) / MINUTE, 'online', tick.detail))
      expect(follow(well).rows.size).toBe(0)
    })
  })
})
