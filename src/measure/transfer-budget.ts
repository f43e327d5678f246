import * as v from 'valibot'
import { browser } from '../platform/browser.ts'
import { LIMITS } from './limits.ts'
import { SERIES_BYTES } from './transfer-series.ts'

const KEY = 'transfers'
const UsedSchema = v.object({ day: v.string(), bytes: v.pipe(v.number(), v.minValue(0)) })

const dayOf = (now: number): string => new Date(now).toISOString().slice(0, 10)

/** What transfer tests may still use: the user's megabytes a day (UTC), and a few sites a sweep. */
export class TransferBudget {
  #left: number
  #series = 0
  #used: { day: string; bytes: number }
  readonly #now: () => number

  constructor(used: { day: string; bytes: number }, left: number, now: () => number) {
    this.#used = used
    this.#left = left
    this.#now = now
  }

  hasRoom(): boolean {
    return this.#series < LIMITS.transferSeries && this.#left >= SERIES_BYTES
  }

  /** Sets a series' most aside; false when there is no room for it. */
  take(): boolean {
    if (!this.hasRoom()) return false
    this.#series++
    this.#left -= SERIES_BYTES
    return true
  }

  /** What a taken series really used: kept for the day, and the rest given back. */
  async spent(bytes: number): Promise<void> {
    this.#left += SERIES_BYTES - bytes
    const day = dayOf(this.#now())
    this.#used = { day, bytes: bytes + (this.#used.day === day ? this.#used.bytes : 0) }
    await browser.storage.local.set({ [KEY]: this.#used })
  }
}

/** `megabytes` a day; 0 when the user has not asked for transfer tests. */
export async function transferBudget(megabytes: number, now = Date.now): Promise<TransferBudget> {
  const day = dayOf(now())
  const kept = v.safeParse(UsedSchema, (await browser.storage.local.get(KEY))[KEY])
  const used = kept.success && kept.output.day === day ? kept.output : { day, bytes: 0 }
  return new TransferBudget(used, megabytes * 1_000_000 - used.bytes, now)
}
