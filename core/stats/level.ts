import { median } from './median.ts'
import { wilson } from './wilson.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** What is ordinary is what the last month says. */
export const ORDINARY_DAYS = 30
/** With fewer days of this very hour all hours are taken. */
const SAME_HOUR_DAYS = 5
/** And with fewer hours than this nobody knows what is ordinary. */
const LEAST_HOURS = 6
/** One heartbeat may be a slip, and so may two. */
const LEAST_TICKS = 3
/** Answers that would be expected, were all well: below it a percentage says nothing (docs/connectivity.md). */
const LEAST_EXPECTED = 20

/** What the heartbeats of the last while said together. */
export interface LevelNow {
  /** Epoch ms of the end of the while, and of its beginning. */
  at: number
  since: number
  ticks: number
  /** Hosts asked and answered in them, portal checks apart. */
  asked: number
  answered: number
}

/** One UTC hour of before. */
export interface LevelHour {
  hour: number
  asked: number
  answered: number
  /** Then it is no measure of what is ordinary. */
  inOutage: boolean
}

/** The share that answers now against the ordinary one. */
export interface Level {
  /** 0 to 100. */
  percent: number
  /** 95% of it, 0 to 100. */
  low: number
  high: number
  ticks: number
  asked: number
  answered: number
  since: number
  /** The share that ordinarily answers, 0 to 1. */
  ordinary: number
  basis: 'same-hour' | 'all-hours'
  /** Hours the basis is the median of. */
  hours: number
}

/** No information, which is neither 0 nor 100. */
export interface NoLevel {
  percent: null
  why: 'too-few-ticks' | 'nothing-ordinary'
  ticks: number
  hours: number
}

/**
 * The share of reference hosts that answers now, in percent of the ordinary: the median of the same hour of day over
 * the last 30 days it was ordinary, hours in an outage left out, so that a long outage never becomes the baseline. When
 * that hour is known from too few days, of all hours.
 *
 * The hosts of one heartbeat stand and fall together, so the interval counts heartbeats, not hosts: Wilson's, divided
 * by the ordinary share.
 */
export function levelOf(now: LevelNow, hours: readonly LevelHour[]): Level | NoLevel {
  const { ticks, asked, answered, since } = now
  const known = ordinaryHours(now.at, hours)
  const same = known.filter(({ hour }) => hourOfDay(hour) === hourOfDay(now.at)).slice(0, ORDINARY_DAYS)
  const isSame = same.length >= SAME_HOUR_DAYS
  const taken = isSame ? same : known.slice(0, ORDINARY_DAYS * 24)
  const ordinary = median(taken.map((hour) => hour.answered / hour.asked))
  if (!ordinary || (!isSame && taken.length < LEAST_HOURS)) {
    return { percent: null, why: 'nothing-ordinary', ticks, hours: taken.length }
  }
  if (ticks < LEAST_TICKS || asked * ordinary < LEAST_EXPECTED) {
    return { percent: null, why: 'too-few-ticks', ticks, hours: taken.length }
  }
  const share = answered / asked
  const [low, high] = wilson(share * ticks, ticks)
  // A host that is down every day and up today makes more than all of the ordinary: all there is.
  const percent = (part: number) => Math.min(100, (part / ordinary) * 100)
  return {
    percent: percent(share),
    low: percent(low),
    high: percent(high),
    ticks,
    asked,
    answered,
    since,
    ordinary,
    basis: isSame ? 'same-hour' : 'all-hours',
    hours: taken.length,
  }
}

/** The hours before the running one that were observed and lay in no outage, the newest first. */
function ordinaryHours(at: number, hours: readonly LevelHour[]): LevelHour[] {
  return hours
    .filter((h) => !h.inOutage && h.asked > 0 && h.hour + HOUR_MS <= at)
    .sort((a, b) => b.hour - a.hour)
}

const hourOfDay = (at: number): number => Math.floor((at % DAY_MS) / HOUR_MS)
