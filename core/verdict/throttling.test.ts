import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { OBSERVATION_VERSION, type TransferObservation } from '../model/observation.ts'
import { failure } from './observe.test-kit.ts'
import { slowHandshake, type Throttling, throttledBy } from './throttling.ts'

/** Our own limit on one transfer. */
const LIMIT_MS = 4_000
const ORDER = 'TCCTTCCTTC'
const URLS = { target: 'https://slow.example/', control: 'https://speed.example/' }

type Extra = Partial<TransferObservation>

/** A transfer at `kbps` of a body of `size` bytes, cut by our limit. */
function transfer(
  side: 'target' | 'control',
  kbps: number,
  extra: Extra = {},
  size = 1_000_000,
): TransferObservation {
  const bodyMs = Math.min(LIMIT_MS, (size * 8) / kbps)
  return {
    v: OBSERVATION_VERSION,
    at: 1_700_000_000_000,
    ms: bodyMs + 100,
    requests: 1,
    bytes: Math.round((kbps * bodyMs) / 8),
    kind: 'transfer',
    side,
    url: URLS[side],
    index: 0,
    firstByteMs: 100,
    bodyMs,
    kbps,
    failure: null,
    ...extra,
  }
}

/** A whole series, T C C T T C C T T C; a single speed stands for every transfer of its side. */
function series(targets: number | number[], controls: number | number[], extra: Extra = {}, size?: number) {
  const speeds = { target: [targets].flat(), control: [controls].flat() }
  const at = { target: 0, control: 0 }
  return [...ORDER].map((letter, index) => {
    const side = letter === 'T' ? 'target' : 'control'
    const list = speeds[side]
    const kbps = list[at[side]++ % list.length] ?? 0
    return transfer(side, kbps, side === 'target' ? { ...extra, index } : { index }, size)
  })
}

/** Nothing came within our limit. */
const starved = (side: 'target' | 'control') =>
  transfer(side, 1, {
    bytes: 0,
    firstByteMs: null,
    bodyMs: null,
    kbps: null,
    failure: failure('timed_out', URLS[side]),
  })
const times = (n: number, one: TransferObservation) => Array.from({ length: n }, () => one)

const broken = (side: 'target' | 'control', kbps: number) =>
  transfer(side, kbps, { failure: failure('tcp.reset', URLS[side]) })

describe('throttledBy', () => {
  it.each<[string, TransferObservation[], Throttling]>([
    ['nothing measured', [], 'none'],
    ['64 kbit/s', series(64, 8_000), 'likely'],
    ['128 kbit/s', series(128, 8_000), 'likely'],
    ['as in Russia, 2021', series([101, 114, 108, 79, 124], [1_134, 1_836, 3_764, 900, 5_000]), 'likely'],
    ['128 kbit/s with the bucket full at first: 16 kB at once', series(128 + 32, 8_000), 'likely'],
    ['one transfer let through', series([108, 110, 2_000, 99, 104], [9_000, 8_000, 7_000]), 'likely'],
    ['two let through', series([108, 2_100, 2_000, 99, 104], [9_000, 8_000, 7_000]), 'suspected'],
    ['128 kbit/s of 60 kB, the first record of 16 kB free', series(185, 8_000, {}, 60_000), 'likely'],
    ['256 kbit/s, read low', series(220, 8_000), 'suspected'],
    ['256 kbit/s', series(256, 8_000), 'none'],
    ['1000 kbit/s', series(1_000, 8_000), 'none'],
    ['equal', series(3_000, 3_000), 'none'],
    ['slow and equal', series(100, 100), 'none'],
    ['slow for all', series(60, 399), 'none'],
    ['128 beside a line of 420: a third', series(128, 420), 'none'],
    ['128 beside a line of 500', series(128, 500), 'likely'],
    ['faster than the control', series(8_000, 500), 'none'],
    [
      'scattered over both sides, as loss does',
      series([90, 700, 150, 2_000, 60], [90, 3_000, 150, 600, 500]),
      'none',
    ],
    [
      'what the policer holds from before starves the next ones',
      [
        ...times(2, transfer('target', 130)),
        ...times(3, starved('target')),
        ...times(5, transfer('control', 8_000)),
      ],
      'likely',
    ],
    [
      'carried once and never again: that is a block',
      [transfer('target', 130), ...times(4, starved('target')), ...times(5, transfer('control', 8_000))],
      'none',
    ],
    ['never carried', [...times(5, starved('target')), ...times(5, transfer('control', 8_000))], 'none'],
    [
      'the controls starve as well',
      [
        ...times(5, transfer('target', 130)),
        ...times(2, transfer('control', 8_000)),
        ...times(3, starved('control')),
      ],
      'none',
    ],
    ['every transfer broke', series(108, 8_000, { failure: failure('tcp.reset', URLS.target) }), 'none'],
    [
      'cut by our limit, and said so',
      series(108, 8_000, { failure: failure('timed_out', URLS.target) }),
      'likely',
    ],
    ['too little came to tell', series(108, 8_000, { kbps: null }), 'none'],
    ['nothing came', series(108, 8_000, { kbps: null, bytes: 0, bodyMs: null }), 'none'],
    ['a speed of nought is none', series(108, 8_000, { kbps: 0 }), 'none'],
    ['a page too small to tell: 8 kB in half a second', series(128, 8_000, {}, 8_000), 'none'],
    ['a small page, but long on its way: 20 kB at 128', series(128, 8_000, {}, 20_000), 'likely'],
  ])('%s', (_, transfers, signal) => {
    expect(throttledBy(transfers).signal).toBe(signal)
  })

  it('shows the medians, the chance and how many pairs told something', () => {
    const found = throttledBy([...series([100, 110, 120], 5_000), broken('target', 3), broken('control', 7)])
    expect(found).toEqual({ signal: 'likely', targetKbps: 110, controlKbps: 5_000, p: 1 / 252, pairs: 5 })
    const held = [transfer('target', 130), transfer('target', 120), ...times(3, starved('target'))]
    expect(throttledBy([...held, ...times(5, transfer('control', 8_000))])).toMatchObject({
      targetKbps: 125,
      pairs: 5,
    })
    expect(throttledBy([transfer('target', 100)])).toEqual({
      signal: 'none',
      targetKbps: 100,
      controlKbps: null,
      p: null,
      pairs: 0,
    })
  })

  it.each<[number, number, Throttling]>([
    [2, 2, 'none'],
    [3, 3, 'suspected'],
    [4, 4, 'suspected'],
    [4, 5, 'likely'],
    [5, 5, 'likely'],
    [1, 20, 'none'],
  ])('%i of the target and %i of the control make it %s at most', (targets, controls, signal) => {
    const transfers = [
      ...Array.from({ length: targets }, () => transfer('target', 108)),
      ...Array.from({ length: controls }, () => transfer('control', 8_000)),
    ]
    expect(throttledBy(transfers).signal).toBe(signal)
  })

  const speed = fc.double({ min: Math.log(5), max: Math.log(100_000), noNaN: true }).map(Math.exp)
  const five = fc.array(speed, { minLength: 5, maxLength: 5 })
  const LEVELS: Record<Throttling, number> = { none: 0, suspected: 1, likely: 2 }
  const level = (targets: number[], controls: number[]) =>
    LEVELS[throttledBy(series(targets, controls)).signal]

  it('never speaks when target and control are exchanged', () => {
    fc.assert(
      fc.property(five, five, (a, b) => {
        expect(Math.min(level(a, b), level(b, a))).toBe(0)
      }),
    )
  })

  it('never speaks when both sides draw the same speeds, however slow both are made', () => {
    const delay = fc.double({ min: 0, max: 0.1, noNaN: true })
    fc.assert(
      fc.property(five, delay, (speeds, more) => {
        const slower = speeds.map((kbps) => 1 / (1 / kbps + more))
        expect(level(slower, slower.toReversed())).toBe(0)
      }),
    )
  })

  it('is not brought about by equal slowness where the speeds did not differ enough before', () => {
    const delay = fc.double({ min: 0, max: 0.1, noNaN: true })
    fc.assert(
      fc.property(five, five, delay, (targets, controls, more) => {
        const slow = (speeds: number[]) => speeds.map((kbps) => 1 / (1 / kbps + more))
        const { targetKbps, controlKbps } = throttledBy(series(targets, controls))
        fc.pre(targetKbps !== null && controlKbps !== null && targetKbps / controlKbps >= 0.3)
        expect(level(slow(targets), slow(controls))).toBe(0)
      }),
    )
  })

  it('grows no stronger when the target gets faster, nor weaker when a line that tells gets faster', () => {
    const times = fc.array(fc.double({ min: 1, max: 20, noNaN: true }), { minLength: 5, maxLength: 5 })
    const policed = fc.array(fc.double({ min: 40, max: 240, noNaN: true }), { minLength: 5, maxLength: 5 })
    fc.assert(
      fc.property(fc.oneof(policed, five), five, times, (targets, controls, faster) => {
        const before = level(targets, controls)
        const raised = (speeds: number[]) => speeds.map((kbps, i) => kbps * (faster[i] ?? 1))
        expect(level(raised(targets), controls)).toBeLessThanOrEqual(before)
        expect(level(targets, raised(controls))).toBeGreaterThanOrEqual(before)
      }),
    )
  })

  it('looks at neither the order nor who was first', () => {
    fc.assert(
      fc.property(five, five, (targets, controls) => {
        const transfers = series(targets, controls)
        expect(throttledBy(transfers.toReversed())).toEqual(throttledBy(transfers))
      }),
    )
  })
})

describe('slowHandshake', () => {
  const FAST = [40, 55, 60, 48, 120]
  it.each<[string, Parameters<typeof slowHandshake>, Throttling]>([
    ['nothing seen', [[], FAST], 'none'],
    ['nothing shown by the browser', [[null, null], FAST], 'none'],
    ['nothing to compare with', [[3_050, 3_040], []], 'none'],
    ['as others', [[60, 50], FAST], 'none'],
    ['one look', [[3_050], FAST], 'suspected'],
    ['Kazakhstan, 2022', [[2_400, 4_100, 5_200], FAST], 'likely'],
    [
      'Turkey, 2023: from 100 ms to 3 s',
      [
        [3_100, 3_200],
        [100, 90, 70],
      ],
      'likely',
    ],
    ['one look of two, as a lost packet does', [[3_050, 60], FAST], 'none'],
    ['two of three', [[3_050, 60, 2_900], FAST], 'likely'],
    ['slow, not extreme', [[1_900, 1_950], FAST], 'none'],
    [
      'not ten times',
      [
        [3_050, 3_050],
        [400, 350, 500],
      ],
      'none',
    ],
    [
      'slow for all',
      [
        [14_000, 15_000],
        [1_100, 1_200, 1_000],
      ],
      'none',
    ],
    ['an open connection has no handshake', [[3_050, 0, 0], FAST], 'suspected'],
    ['the server is fast when the name is not said', [[3_050, 3_050], FAST, [90, 210]], 'likely'],
    ['the server is slow without the name too', [[3_050, 3_050], FAST, [2_900, 3_200]], 'none'],
    ['no reference shows a handshake, the server alone speaks', [[3_050, 3_200], [null, 0], [128]], 'likely'],
    ['no reference, and not ten times', [[3_050, 3_200], [], [320]], 'none'],
    ['no reference, and the server slow', [[14_000, 15_000], [], [1_100]], 'none'],
    ['nothing known of the server', [[3_050, 3_050], FAST, [null]], 'likely'],
  ])('%s', (_, args, signal) => {
    expect(slowHandshake(...args)).toBe(signal)
  })

  const ms = fc.option(fc.double({ min: 1, max: 30_000, noNaN: true }))
  const looks = fc.array(ms, { maxLength: 6 })

  it('says nothing when the same slowness is laid on everything', () => {
    const LEVELS: Record<Throttling, number> = { none: 0, suspected: 1, likely: 2 }
    fc.assert(
      fc.property(
        looks,
        looks,
        fc.double({ min: 1_000, max: 30_000, noNaN: true }),
        (named, others, more) => {
          const slower = (times: (number | null)[]) =>
            times.map((time) => (time === null ? null : time + more))
          expect(slowHandshake(slower(named), slower(others))).toBe('none')
          // Nor does knowing that the server is slow without the name make it worse.
          const told = LEVELS[slowHandshake(named, others, named)]
          expect(told).toBeLessThanOrEqual(LEVELS[slowHandshake(named, others)])
        },
      ),
    )
  })
})
