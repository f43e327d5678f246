import { hostsUp } from '../../core/connectivity/state.ts'
import {
  type Level,
  type LevelHour,
  type LevelNow,
  levelOf,
  type NoLevel,
  ORDINARY_DAYS,
} from '../../core/stats/level.ts'
import type { Tick } from './records.ts'
import { HOUR_MS, hourOf } from './rollup.ts'
import type { HistoryDb } from './schema.ts'
import { readRow, TickSchema } from './stored.ts'
import { LinkHourSchema } from './stored-link.ts'

const DAY_MS = 24 * HOUR_MS
/** Heartbeats of so long are taken together: the shortest while that says enough. */
const SPANS_MS = [30, 60, 120].map((minutes) => minutes * 60_000)
/** A heartbeat older than this says nothing of now. */
const STALE_MS = 30 * 60_000
const MOST_TICKS = 300
/** An outage may have lasted for weeks: so much further back is looked for what was ordinary. */
const FURTHER_BACK = 3

/** The line's level now: read from the heartbeats of the last two hours and one row for each day before. */
export async function levelNow(db: HistoryDb, networkId: string, now: number): Promise<Level | NoLevel> {
  const tx = db.transaction(['ticks', 'linkHours'])
  const range = IDBKeyRange.bound(now - Math.max(...SPANS_MS), now)
  const rows = await tx.objectStore('ticks').getAll(range, MOST_TICKS)
  const ticks = rows
    .map((row) => readRow(TickSchema, row))
    .filter((tick) => tick !== null)
    .filter((tick) => tick.networkId === networkId)
  const spans = SPANS_MS.map((span) => together(ticks, now, span))

  const store = tx.objectStore('linkHours')
  const hourAgo = (days: number) => hourOf(now) - days * DAY_MS
  const sameHour = async (from: number, to: number) => {
    const keys = Array.from({ length: to - from + 1 }, (_, i) => hourAgo(from + i))
    return hoursOf(await Promise.all(keys.map((hour) => store.get([networkId, hour]))))
  }
  const first = await sameHour(1, ORDINARY_DAYS)
  const isEnough = (hours: LevelHour[]) => hours.filter((hour) => !hour.inOutage).length >= ORDINARY_DAYS / 2
  const hours = isEnough(first)
    ? first
    : hoursOf(
        await store.getAll(
          IDBKeyRange.bound([networkId, hourAgo(FURTHER_BACK * ORDINARY_DAYS)], [networkId, hourOf(now)]),
        ),
      )

  let level: Level | NoLevel = { percent: null, why: 'too-few-ticks', ticks: 0, hours: 0 }
  for (const span of spans) {
    level = levelOf(span, hours)
    if (level.percent !== null || level.why === 'nothing-ordinary') break
  }
  return level
}

const hoursOf = (rows: readonly unknown[]): LevelHour[] =>
  rows.map((row) => readRow(LinkHourSchema, row)).filter((hour) => hour !== null)

function together(ticks: readonly Tick[], now: number, span: number): LevelNow {
  const since = now - span
  const isFresh = ticks.some(({ at }) => at > now - STALE_MS)
  const taken = isFresh ? ticks.filter(({ at }) => at > since) : []
  const seen = taken.map(hostsUp)
  return {
    at: now,
    since,
    ticks: taken.length,
    asked: seen.reduce((sum, { asked }) => sum + asked, 0),
    answered: seen.reduce((sum, { worked }) => sum + worked.length, 0),
  }
}
