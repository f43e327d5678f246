import type { Counts } from '../records.ts'
import { DAY_MS, dayOf, HOUR_MS, hourOf, monthOf, nextMonthOf } from '../rollup.ts'
import type { CountReader } from './counted.ts'
import { type Tally, tallyOf } from './tally.ts'

/**
 * Stretches that end now. They begin where an hour or a day begins in UTC: the last 24 hours with the running one, and
 * the last 7, 30 and 365 days with today. So "7 days" is six whole days and what there is of today.
 */
export const WINDOWS = ['24h', '7d', '30d', '1y'] as const
export type WindowName = (typeof WINDOWS)[number]

export interface Span {
  from: number
  /** Where its last hour or day ends: later than now. */
  to: number
}

export type Windows = Record<WindowName, Tally & Span>
export type WindowCounts = Record<WindowName, readonly Counts[]>

export function spanOf(name: WindowName, now: number): Span {
  if (name === '24h') return { from: hourOf(now) - 23 * HOUR_MS, to: hourOf(now) + HOUR_MS }
  const days = { '7d': 7, '30d': 30, '1y': 365 }[name]
  return { from: dayOf(now) - (days - 1) * DAY_MS, to: dayOf(now) + DAY_MS }
}

/**
 * What was counted in each window of one target on one network, in four reads: the day from hours, the week and month
 * from days, the year from whole months and, where it begins and ends inside one, days.
 */
export async function countedInWindows(
  reader: CountReader,
  networkId: string,
  targetId: string,
  now: number,
): Promise<WindowCounts> {
  const [day, week, month, year] = WINDOWS.map((name) => spanOf(name, now)) as [Span, Span, Span, Span]
  const firstWhole = monthOf(year.from) === year.from ? year.from : nextMonthOf(year.from)
  const thisMonth = monthOf(now)
  const recentFrom = Math.min(month.from, thisMonth)
  const [hours, recent, months, first] = await Promise.all([
    reader.read('hour', networkId, targetId, day.from, day.to),
    reader.read('day', networkId, targetId, recentFrom, month.to),
    reader.read('month', networkId, targetId, firstWhole, thisMonth),
    reader.read('day', networkId, targetId, year.from, firstWhole),
  ])
  const since = (from: number) => recent.filter(({ start }) => start >= from)
  return {
    '24h': hours,
    '7d': since(week.from),
    '30d': since(month.from),
    '1y': [...first, ...months, ...since(thisMonth)],
  }
}

export function windowsOf(counted: readonly WindowCounts[], now: number): Windows {
  const entries = WINDOWS.map((name) => {
    const rows = counted.flatMap((windows) => windows[name])
    return [name, { ...tallyOf(rows), ...spanOf(name, now) }]
  })
  return Object.fromEntries(entries)
}
