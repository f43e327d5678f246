import { describe, expect, it } from 'vitest'
import { type LevelHour, type LevelNow, levelOf } from './level.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** 2022-01-05T10:20:00Z. */
const NOW = 1_641_378_000_000
const THIS_HOUR = NOW - 20 * 60_000

const now = (answered: number, asked = 42, ticks = 6): LevelNow => ({
  at: NOW,
  since: NOW - HOUR / 2,
  ticks,
  asked,
  answered,
})

const hour = (start: number, share = 1, inOutage = false): LevelHour => ({
  hour: start,
  asked: 100,
  answered: 100 * share,
  inOutage,
})

/** The same hour of the days before. */
const days = (n: number, share = 1, from = 1) =>
  Array.from({ length: n }, (_, i) => hour(THIS_HOUR - (from + i) * DAY, share))

describe('levelOf', () => {
  it('is the share now against the median of the same hour', () => {
    expect(levelOf(now(42), days(30))).toMatchObject({
      percent: 100,
      high: 100,
      ordinary: 1,
      basis: 'same-hour',
      hours: 30,
    })
    expect(levelOf(now(21), days(30))).toMatchObject({ percent: 50, asked: 42, answered: 21, ticks: 6 })
    expect(levelOf(now(21), days(30, 0.75))).toMatchObject({ percent: (0.5 / 0.75) * 100, ordinary: 0.75 })
    // Other hours are worse every day: they are not asked.
    const nights = days(30).map(({ hour: start }) => hour(start - 6 * HOUR, 0.1))
    expect(levelOf(now(42), [...days(30), ...nights])).toMatchObject({ percent: 100, ordinary: 1 })
  })
  it('is at most all of the ordinary', () => {
    expect(levelOf(now(42), days(30, 0.8))).toMatchObject({ percent: 100, high: 100 })
  })
  it('says how sure it is by heartbeats, whose hosts fall together', () => {
    const few = levelOf(now(0, 42, 6), days(30))
    const many = levelOf(now(0, 42, 24), days(30))
    expect(few.percent).toBe(0)
    if (few.percent === null || many.percent === null) throw new Error('no level')
    expect(few.low).toBe(0)
    expect(few.high).toBeGreaterThan(30)
    expect(many.high).toBeLessThan(15)
  })
  it('leaves hours in an outage out: a long one does not become the baseline', () => {
    const outage = days(20).map(({ hour: start }) => hour(start, 0, true))
    expect(levelOf(now(0), [...outage, ...days(10, 1, 21)])).toMatchObject({
      percent: 0,
      ordinary: 1,
      hours: 10,
    })
    // Longer than a month: what was ordinary before it still is.
    const long = days(40).map(({ hour: start }) => hour(start, 0, true))
    expect(levelOf(now(0), [...long, ...days(10, 1, 41)])).toMatchObject({ percent: 0, ordinary: 1 })
  })
  it('takes all hours while the same one is known from too few days', () => {
    const yesterday = Array.from({ length: 20 }, (_, i) => hour(THIS_HOUR - (i + 1) * HOUR, 0.5))
    expect(levelOf(now(21), [...days(4), ...yesterday])).toMatchObject({
      percent: 100,
      basis: 'all-hours',
      ordinary: 0.5,
      hours: 24,
    })
  })
  it('has no information rather than a percentage', () => {
    expect(levelOf(now(0), [])).toEqual({ percent: null, why: 'nothing-ordinary', ticks: 6, hours: 0 })
    expect(levelOf(now(0), [hour(THIS_HOUR - HOUR), hour(THIS_HOUR)])).toMatchObject({
      percent: null,
      hours: 1,
    })
    expect(levelOf(now(0), days(30, 0))).toMatchObject({ percent: null, why: 'nothing-ordinary' })
    expect(levelOf(now(0, 0, 0), days(30))).toMatchObject({ percent: null, why: 'too-few-ticks' })
    expect(levelOf(now(14, 14, 2), days(30))).toMatchObject({ percent: null, why: 'too-few-ticks' })
    // Six heartbeats of three hosts: fewer than 20 answers were to be expected.
    expect(levelOf(now(18, 18, 6), days(30))).toMatchObject({ percent: null, why: 'too-few-ticks' })
  })
})
