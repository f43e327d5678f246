import * as v from 'valibot'
import type { Settings } from '../settings/settings.ts'
import type { JobArea } from './jobs.ts'

const KEY = 'spent'
const amount = v.pipe(v.number(), v.finite(), v.minValue(0))
const SpentSchema = v.object({ day: v.string(), requests: amount, bytes: amount })
/** What was asked and fetched on one day of the user's own calendar, for whatever cause. */
export type Spent = v.InferOutput<typeof SpentSchema>

/** The user's day: data is bought by it. */
export function localDay(now: number): string {
  const date = new Date(now)
  const two = (n: number) => String(n).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

export function nextLocalDay(now: number): number {
  const date = new Date(now)
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1).getTime()
}

const MEGABYTE = 1_000_000

export interface Reserve {
  requests: number
  bytes: number
}
export const NO_RESERVE: Reserve = { requests: 0, bytes: 0 }

/** What one light heartbeat costs at most: three hosts, and of their pages only the beginning is read. */
const BEAT: Reserve = { requests: 3, bytes: 3 * 4 * 1024 }

/** What sweeps leave for the day's remaining heartbeats: at most half, for a small budget is there to test sites. */
export function reserveFor(now: number, heartbeatMs: number, settings: Limits): Reserve {
  const beats = Math.ceil((nextLocalDay(now) - now) / heartbeatMs)
  return {
    requests: Math.min(settings.dailyRequests / 2, beats * BEAT.requests),
    bytes: Math.min((settings.dailyMegabytes * MEGABYTE) / 2, beats * BEAT.bytes),
  }
}

type Limits = Pick<Settings, 'dailyMegabytes' | 'dailyRequests'>

export function isUsedUp(spent: Spent, limits: Limits, reserve: Reserve): boolean {
  return (
    spent.requests + reserve.requests >= limits.dailyRequests ||
    spent.bytes + reserve.bytes >= limits.dailyMegabytes * MEGABYTE
  )
}

export interface DayBudget {
  spent(now: number): Promise<Spent>
  spend(cost: { requests: number; bytes: number }, now: number): Promise<void>
}

/** A day that is not today's counts nothing: neither yesterday's, nor one from before the clock was set back. */
export function dayBudgetIn(area: JobArea): DayBudget {
  let queue: Promise<unknown> = Promise.resolve()
  const spentOn = async (day: string): Promise<Spent> => {
    const kept = v.safeParse(SpentSchema, (await area.get(KEY))[KEY])
    return kept.success && kept.output.day === day ? kept.output : { day, requests: 0, bytes: 0 }
  }
  return {
    async spent(now) {
      // What is being added counts already.
      await queue
      return spentOn(localDay(now))
    },
    spend({ requests, bytes }, now) {
      const mine = queue.then(async () => {
        const before = await spentOn(localDay(now))
        const after = { ...before, requests: before.requests + requests, bytes: before.bytes + bytes }
        if (requests + bytes > 0) await area.set({ [KEY]: after })
      })
      queue = mine.catch(() => {})
      return mine
    },
  }
}
