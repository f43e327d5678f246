import * as v from 'valibot'
import { browser } from '../platform/browser.ts'

const amount = v.pipe(v.number(), v.minValue(0))
const SpentSchema = v.object({ day: v.string(), requests: amount, bytes: amount })

/** storage.local: what the day's tests cost, as the background counts it. */
export const SPENT_KEY = 'spent'
export type SpentToday = Pick<v.InferOutput<typeof SpentSchema>, 'requests' | 'bytes'>

/** Nothing when what is stored is of another day of the user's own calendar, or cannot be read. */
export function spentToday(stored: unknown, now: number): SpentToday {
  const spent = v.safeParse(SpentSchema, stored)
  if (!spent.success || spent.output.day !== localDay(now)) return { requests: 0, bytes: 0 }
  const { requests, bytes } = spent.output
  return { requests, bytes }
}

export async function readSpentToday(now: number): Promise<SpentToday> {
  return spentToday((await browser.storage.local.get(SPENT_KEY))[SPENT_KEY], now)
}

/** yyyy-mm-dd where the user is. */
function localDay(now: number): string {
  const date = new Date(now)
  const two = (part: number) => String(part).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}
