import { plural } from '../ui/i18n.ts'

/** Intervals that are offered, minutes. */
export const INTERVALS: readonly number[] = [15, 30, 60, 180, 360, 720, 1440]

export function every(minutes: number): string {
  return minutes % 60 === 0 ? plural('every_hours', minutes / 60) : plural('every_minutes', minutes)
}
