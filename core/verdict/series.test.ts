import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Confidence, Mechanism, Status } from '../model/status.ts'
import type { Verdict } from '../model/verdict.ts'
import {
  CONFIRM_AFTER_MS,
  type Followed,
  follow,
  isJudged,
  type SeriesLook,
  type SeriesState,
} from './series.ts'
import { STANDARD_RETESTS } from './soon-retest.ts'

interface Said {
  status: Status
  mechanism?: Mechanism | null
  confidence?: Confidence | null
}
const R: Said = { status: 'reachable' }
const DOWN: Said = { status: 'down' }
const UNTESTED: Said = { status: 'untested' }
const UNCLEAR: Said = { status: 'inconclusive' }
const B: Said = { status: 'blocked', mechanism: 'dns', confidence: 'likely' }
const SNI: Said = { status: 'blocked', mechanism: 'tls-sni', confidence: 'likely' }
const WEAK: Said = { status: 'blocked', mechanism: 'unknown', confidence: 'suspected' }
const PRINT: Said = { status: 'blocked', mechanism: 'http', confidence: 'confirmed' }
const SLOW: Said = { status: 'throttled', confidence: 'likely' }

const verdictOf = ({ status, mechanism = null, confidence = null }: Said): Verdict => ({
  status,
  mechanism,
  confidence,
  reason: null,
  scope: null,
  warnings: [],
  rules: ['x'],
  hop: null,
  engine: 1,
})
const MS = 5_000
const look = (said: Said, at: number, more: Partial<SeriesLook> = {}): SeriesLook => ({
  id: `look-${at}`,
  at,
  ms: MS,
  verdict: verdictOf(said),
  baseFailureRate: 0.05,
  ...more,
})

/** Looks at the given seconds, or three minutes apart. */
function walk(said: readonly (Said | [Said, number])[], p0 = 0.05): Followed[] {
  const steps: Followed[] = []
  said.forEach((one, index) => {
    const [what, seconds] = Array.isArray(one) ? one : [one, (index + 1) * 180]
    const state = steps.at(-1)?.state ?? null
    steps.push(follow(state, look(what, seconds * 1000, { baseFailureRate: p0 })))
  })
  return steps
}
/** Seconds of (lastBefore, firstAfter] and the index of the look that told it. */
const eventsOf = (steps: readonly Followed[]) =>
  steps.flatMap(({ event }, index) =>
    event ? [[index, event.lastBefore / 1000, event.firstAfter / 1000]] : [],
  )
const told = (steps: readonly Followed[]) => steps.map(({ verdict }) => verdict.confidence)

describe('confirmed', () => {
  it.each<[string, readonly (Said | [Said, number])[], number, (Confidence | null)[]]>([
    ['two likely looks three minutes apart', [B, B], 0.05, ['likely', 'confirmed']],
    [
      'not a second earlier',
      [
        [B, 0],
        [B, 179.999],
      ],
      0.05,
      ['likely', 'likely'],
    ],
    ['throttled as well', [SLOW, SLOW], 0.05, ['likely', 'confirmed']],
    ['never when only suspected', [WEAK, WEAK, WEAK, WEAK], 0.05, Array(4).fill('suspected')],
    [
      'a suspected look of a confirmed run stays suspected',
      [B, B, WEAK],
      0.05,
      ['likely', 'confirmed', 'suspected'],
    ],
    [
      'the earlier look must have been likely itself',
      [
        [WEAK, 0],
        [B, 200],
        [B, 300],
        [B, 380],
      ],
      0.05,
      ['suspected', 'likely', 'likely', 'confirmed'],
    ],
    ['a poor line needs five', [B, B, B, B, B], 0.3, ['likely', 'likely', 'likely', 'likely', 'confirmed']],
    [
      'close looks are one vote',
      [
        [B, 0],
        [B, 60],
        [B, 120],
        [B, 170],
        [B, 180],
      ],
      0.3,
      Array(5).fill('likely'),
    ],
    ['another layer is another run', [B, SNI], 0.05, ['likely', 'likely']],
    ['a reachable look between speaks against it', [B, R, B], 0.05, ['likely', null, 'likely']],
    ['a fingerprint by itself', [PRINT], 0.3, ['confirmed']],
    ['the change that waits counts its own looks', [R, B, B], 0.05, [null, 'likely', 'confirmed']],
  ])('%s', (_name, said, p0, expected) => {
    expect(told(walk(said, p0))).toEqual(expected)
  })

  it('never without an earlier likely look of the same status 180 s before, whatever came', () => {
    const said = fc.constantFrom(R, B, SNI, WEAK, SLOW, DOWN, UNTESTED, UNCLEAR)
    const gap = fc.integer({ min: 1, max: 400 })
    fc.assert(
      fc.property(fc.array(fc.tuple(said, gap), { maxLength: 40 }), (series) => {
        let seconds = 0
        const looks = series.map(([what, wait]): [Said, number] => {
          seconds += wait
          return [what, seconds]
        })
        walk(looks).forEach(({ verdict }, index) => {
          if (verdict.confidence !== 'confirmed') return
          const [mine, at] = looks[index] as [Said, number]
          const before = looks
            .slice(0, index)
            .filter(([s]) => s.status === mine.status && s.confidence === 'likely')
          expect(before.some(([, then]) => (at - then) * 1000 >= CONFIRM_AFTER_MS)).toBe(true)
        })
      }),
    )
  })
})

describe('events', () => {
  it.each<[string, readonly (Said | [Said, number])[], number[][]]>([
    ['the first run is none', [B, B], []],
    ['a change takes a second look', [R, B], []],
    ['and is told once, in a bracket of looks', [R, R, B, B, B], [[3, 360, 540]]],
    [
      'both ways',
      [R, B, B, R, R],
      [
        [2, 180, 360],
        [4, 540, 720],
      ],
    ],
    [
      'not by a second look too soon',
      [
        [R, 0],
        [B, 300],
        [B, 400],
        [B, 470],
      ],
      [],
    ],
    ['a blip is none', [R, R, B, R, R], []],
    ['nor is a blip the other way', [B, B, R, B, B], []],
    ['a contrary look between starts the wait anew', [R, B, R, B, B], [[4, 540, 720]]],
    ['looks that say nothing neither break nor agree', [R, B, UNTESTED, UNCLEAR, B], [[4, 180, 360]]],
    ['another isolated layer is a change', [B, B, SNI, SNI], [[3, 360, 540]]],
    ['a layer not isolated is none', [B, WEAK, B, WEAK, B], []],
    ['an unknown layer between hides no change', [B, WEAK, SNI, WEAK, SNI], [[4, 360, 540]]],
    ['a third kind waits anew', [R, B, DOWN, DOWN], [[3, 180, 540]]],
    ['a fingerprint at once', [R, PRINT], [[1, 180, 360]]],
    ['but not when nothing was known', [PRINT, PRINT], []],
    ['strict alternation is a row of blips', [R, B, R, B, R, B, R, B], []],
    ['a single weak first look that nothing agrees with is no change', [WEAK, R, R], []],
    ['a likely one is', [B, R, R], [[2, 180, 360]]],
  ])('%s', (_name, said, expected) => {
    expect(eventsOf(walk(said))).toEqual(expected)
  })

  it('says what changed to what', () => {
    expect(walk([R, B, B]).at(-1)?.event).toEqual({
      from: { status: 'reachable', mechanism: null },
      to: { status: 'blocked', mechanism: 'dns' },
      lastBefore: 180_000,
      firstAfter: 360_000,
    })
  })

  it('at most one for each real change of a telegraph with blips, each bracket around its change', () => {
    const spell = fc.record({
      length: fc.integer({ min: 4, max: 12 }),
      blips: fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 3 }),
    })
    fc.assert(
      fc.property(fc.array(spell, { minLength: 1, maxLength: 12 }), (spells) => {
        const said: Said[] = []
        const changes: number[] = []
        spells.forEach(({ length, blips }, index) => {
          const [mine, other] = index % 2 === 0 ? [R, B] : [B, R]
          if (index > 0) changes.push((said.length + 1) * 180)
          for (let i = 0; i < length; i++) {
            // A single odd look, with agreeing ones of this spell on both sides; one right after the change would
            // leave nobody able to say when it was.
            const odd = blips.includes(i) && i >= 2 && i < length - 1 && said.at(-1) === mine
            said.push(odd ? other : mine)
          }
        })
        const events = eventsOf(walk(said))
        expect(events.length).toBeLessThanOrEqual(changes.length)
        // A series that went to and fro in a day is believed later, and its brackets may miss.
        if (spells.length > 4) return
        for (const [, before, after] of events as [number, number, number][]) {
          expect(changes.filter((at) => before < at && at <= after)).toHaveLength(1)
        }
      }),
    )
  })

  it('are told of every change that lasts', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 9, max: 15 }), { maxLength: 8 }), (spells) => {
        const said = spells.flatMap((length, index) => Array<Said>(length).fill(index % 2 === 0 ? R : B))
        expect(eventsOf(walk(said))).toHaveLength(Math.max(0, spells.length - 1))
      }),
    )
  })

  it('alternate and never overlap, whatever came', () => {
    const said = fc.constantFrom(R, B, SNI, WEAK, SLOW, DOWN, PRINT, UNTESTED, UNCLEAR)
    fc.assert(
      fc.property(fc.array(said, { maxLength: 60 }), (series) => {
        const steps = walk(series)
        const events = steps.flatMap(({ event }) => event ?? [])
        events.forEach((event, index) => {
          expect(event.lastBefore).toBeLessThan(event.firstAfter)
          const earlier = events[index - 1]
          if (earlier) expect(event.lastBefore).toBeGreaterThanOrEqual(earlier.firstAfter)
        })
        steps.forEach(({ event }, i) => {
          if (event) expect(isJudged((series[i] as Said).status)).toBe(true)
        })
      }),
    )
  })

  it('a censor that lets half through comes to rest on blocked instead of flapping', () => {
    let seed = 7
    const half = () => {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31
      return seed > 2 ** 30
    }
    const steps = walk(Array.from({ length: 480 }, () => (half() ? B : R)))
    const flips = eventsOf(steps)
    expect(flips.length).toBeLessThan(20)
    const blocked = steps.filter(({ state }) => state.run?.status === 'blocked').length
    expect(blocked / steps.length).toBeGreaterThan(0.8)
  })
})

describe('order', () => {
  it('the same look again changes nothing and tells the same', () => {
    const said = fc.constantFrom(R, B, SNI, WEAK, PRINT, UNTESTED, UNCLEAR)
    fc.assert(
      fc.property(fc.array(said, { minLength: 1, maxLength: 20 }), (series) => {
        const last = walk(series).at(-1) as Followed
        const again = follow(last.state, look(series.at(-1) as Said, series.length * 180_000))
        expect(again).toEqual({ ...last, event: null })
      }),
    )
  })

  it('a look that began earlier and overlapped the newest is late: nothing moves', () => {
    const { state } = walk([R, R]).at(-1) as Followed
    const late = follow(state, look(B, 359_000, { id: 'late', ms: 20_000 }))
    expect(late.state).toBe(state)
    expect(late).toMatchObject({ event: null, verdict: { status: 'blocked', confidence: 'likely' } })
  })

  it('a clock set back starts afresh and claims no event', () => {
    const { state } = walk([R, B]).at(-1) as Followed
    const back = follow(state, look(B, 1_000, { ms: 500 }))
    expect(back).toEqual(follow(null, look(B, 1_000, { ms: 500 })))
    expect(back.event).toBeNull()
  })
})

describe('the soon-retest', () => {
  const waits = (steps: readonly Followed[]) => steps.map(({ retestAt }) => retestAt !== null)

  it.each<[string, readonly Said[], boolean[]]>([
    ['none while all is well', [R, R, DOWN], [false, false, true]],
    ['after a block, until it is confirmed', [R, B, B, B], [false, true, false, false]],
    ['at most twice', [WEAK, WEAK, WEAK, WEAK], [true, true, false, false]],
    ['a look that says nothing uses none up', [B, UNTESTED, UNCLEAR, UNCLEAR], [true, false, true, false]],
    ['after trouble that nothing explains', [UNCLEAR, R], [true, false]],
    ['after a change back', [B, B, R, R], [true, false, true, false]],
    ['anew after all was well', [WEAK, WEAK, R, R, R, WEAK], [true, true, false, false, false, true]],
    ['not for ever when results alternate', [WEAK, R, WEAK, R, WEAK], [true, true, false, true, true]],
  ])('%s', (_name, said, expected) => {
    expect(waits(walk(said))).toEqual(expected)
  })

  it('comes past the residual window after the end of the look, with a spread that the id decides', () => {
    const at = (id: string) => follow(null, look(B, 0, { id })).retestAt ?? 0
    const seen = Array.from({ length: 200 }, (_, i) => at(`look-${i}`))
    expect(Math.min(...seen)).toBeGreaterThanOrEqual(MS + STANDARD_RETESTS.retestMs)
    expect(Math.max(...seen)).toBeLessThanOrEqual(
      MS + STANDARD_RETESTS.retestMs + STANDARD_RETESTS.retestJitterMs,
    )
    expect(new Set(seen).size).toBeGreaterThan(100)
    expect(at('look-1')).toBe(at('look-1'))
  })

  it('may be shortened, and is fewer for a target that must be left alone', () => {
    const pace = { retestMs: 1_000, retestJitterMs: 0 }
    let state: SeriesState | null = null
    const asked = [WEAK, WEAK, WEAK].map((said, i) => {
      const step = follow(state, look(said, i * 10_000, { maxRetests: 1 }), pace)
      state = step.state
      return step.retestAt
    })
    expect(asked).toEqual([MS + 1_000, null, null])
  })

  it('is never asked for more than twice an ordinary look, whatever is seen', () => {
    const said = fc.constantFrom(R, B, SNI, WEAK, SLOW, UNCLEAR)
    fc.assert(
      fc.property(fc.infiniteStream(said), (stream) => {
        let state: SeriesState | null = null
        let at = 0
        for (let ordinary = 0; ordinary < 20; ordinary++) {
          let retests = -1
          for (at += 3_600_000; ; retests++) {
            const step: Followed = follow(state, look(stream.next().value as Said, at))
            state = step.state
            if (step.retestAt === null) break
            at = step.retestAt
          }
          expect(retests + 1).toBeLessThanOrEqual(3)
        }
      }),
    )
  })
})
