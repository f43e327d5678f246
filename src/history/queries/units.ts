import { DAY_MS, dayOf, HOUR_MS, hourOf, monthOf, nextMonthOf } from '../rollup.ts'

/** What looks are counted by. All of them begin in UTC. */
export type Unit = 'hour' | 'day' | 'month'

interface Calendar {
  store: 'rollups' | 'days' | 'months'
  startOf(at: number): number
  /** The start of the one after that which begins at `start`. */
  next(start: number): number
}

export const CALENDAR: Record<Unit, Calendar> = {
  hour: { store: 'rollups', startOf: hourOf, next: (start) => start + HOUR_MS },
  day: { store: 'days', startOf: dayOf, next: (start) => start + DAY_MS },
  month: { store: 'months', startOf: monthOf, next: nextMonthOf },
}
