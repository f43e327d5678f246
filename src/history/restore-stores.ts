import * as v from 'valibot'
import type { Target } from '../../core/model/target.ts'
import { totalOf } from './counts.ts'
import { withoutRecent } from './recent-hours.ts'
import type {
  Counts,
  HistoryEvent,
  Latest,
  LinkHour,
  LongRollup,
  Measurement,
  Network,
  Outage,
  Rollup,
  Sweep,
  Tick,
} from './records.ts'
import { dayOf, hourOf, monthOf } from './rollup.ts'
import {
  LatestSchema,
  LongRollupSchema,
  MeasurementSchema,
  NetworkSchema,
  RollupSchema,
  readRow,
  TargetSchema,
  TickSchema,
} from './stored.ts'
import { EventSchema, SweepSchema } from './stored-course.ts'
import { LinkHourSchema, OutageSchema } from './stored-link.ts'
import { keptLatest } from './unkept.ts'

/** How rows of one store come back. */
export interface Restorable<T> {
  /** null: not what such a row must be. */
  read(row: unknown): T | null
  keyOf(value: T): IDBValidKey
  /** What to put where a row is already; null, and where absent: what is there stays. */
  both?(here: unknown, theirs: T): T | null
}

/** More than any look has; a file could hold anything. */
const MOST_OBSERVATIONS = 500
const LONGEST_URL = 4_096

/** As src/history/ids.ts makes them: time order is what deleting by age and exporting rest on. */
const timedId = v.pipe(v.string(), v.regex(/^\d{13}-[\w-]{1,40}$/))
const site = v.pipe(v.string(), v.maxLength(LONGEST_URL), v.regex(/^https?:\/\//), v.url())

const row =
  <T>(schema: v.GenericSchema<unknown, T>, isFine: (value: T) => boolean = () => true) =>
  (stored: unknown): T | null => {
    const value = readRow(schema, stored)
    return value && isFine(value) ? value : null
  }

const LookSchema = v.object({
  ...MeasurementSchema.entries,
  id: timedId,
  url: site,
  observations: v.pipe(v.array(v.unknown()), v.maxLength(MOST_OBSERVATIONS)),
})

const isLonger = (here: Counts | null, theirs: Counts): boolean => !here || totalOf(theirs) > totalOf(here)

/** The fuller count, never the sum: it may be of the same looks. */
const fuller =
  <T extends Counts>(schema: v.GenericSchema<unknown, T>) =>
  (here: unknown, theirs: T): T | null =>
    isLonger(readRow(schema, here), theirs) ? theirs : null

export const RESTORABLE = {
  targets: {
    read: row(TargetSchema, ({ url, id }) => v.is(site, url) && id.length <= LONGEST_URL),
    keyOf: ({ id }) => id,
  } satisfies Restorable<Target>,
  networks: {
    read: row(NetworkSchema),
    keyOf: ({ id }) => id,
    both(here, theirs) {
      const ours = readRow(NetworkSchema, here)
      if (!ours) return theirs
      return {
        ...ours,
        label: ours.label ?? theirs.label,
        firstSeen: Math.min(ours.firstSeen, theirs.firstSeen),
        lastSeen: Math.max(ours.lastSeen, theirs.lastSeen),
      }
    },
  } satisfies Restorable<Network>,
  months: {
    read: row(LongRollupSchema, ({ start }) => start === monthOf(start)),
    keyOf: ({ networkId, targetId, start }) => [networkId, targetId, start],
    both: fuller(LongRollupSchema),
  } satisfies Restorable<LongRollup>,
  days: {
    read: row(LongRollupSchema, ({ start }) => start === dayOf(start)),
    keyOf: ({ networkId, targetId, start }) => [networkId, targetId, start],
    both: fuller(LongRollupSchema),
  } satisfies Restorable<LongRollup>,
  rollups: {
    read: row(RollupSchema, ({ hour }) => hour === hourOf(hour)),
    keyOf: ({ networkId, targetId, hour }) => [networkId, targetId, hour],
    both: fuller(RollupSchema),
  } satisfies Restorable<Rollup>,
  linkHours: {
    read: row(LinkHourSchema, ({ hour }) => hour === hourOf(hour)),
    keyOf: ({ networkId, hour }) => [networkId, hour],
    both(here, theirs) {
      const ours = readRow(LinkHourSchema, here)
      return !ours || beats(theirs) > beats(ours) ? theirs : null
    },
  } satisfies Restorable<LinkHour>,
  outages: { read: row(OutageSchema), keyOf: ({ id }) => id } satisfies Restorable<Outage>,
  ticks: { read: row(TickSchema), keyOf: ({ at }) => at } satisfies Restorable<Tick>,
  sweeps: {
    // A plan from elsewhere is history: nothing of it is asked again.
    read: row(
      v.pipe(
        SweepSchema,
        v.transform(
          (sweep): Sweep =>
            sweep.state === 'running' ? { ...sweep, state: 'stopped', endedAt: sweep.startedAt } : sweep,
        ),
      ),
    ),
    keyOf: ({ id }) => id,
  } satisfies Restorable<Sweep>,
  events: { read: row(EventSchema), keyOf: ({ id }) => id } satisfies Restorable<HistoryEvent>,
  measurements: {
    read: row(LookSchema) as (stored: unknown) => Measurement | null,
    keyOf: ({ id }) => id,
  } satisfies Restorable<Measurement>,
  latest: {
    read(stored) {
      const latest = readRow(LatestSchema, stored)
      return latest && !latest.unkept ? withoutRecent(latest) : null
    },
    keyOf: ({ networkId, targetId }) => [networkId, targetId],
    both: newerStanding,
  } satisfies Restorable<Latest>,
}

const beats = ({ states }: LinkHour): number => Object.values(states).reduce((sum, n) => sum + n, 0)

/**
 * Where a target stands, when both know it. The newer look stays; since the other's looks are among its own now, its
 * whole series is told as judged by no engine: the next re-judging follows it again from its first look.
 */
function newerStanding(here: unknown, theirs: Latest): Latest | null {
  const ours = readRow(LatestSchema, here)
  if (!ours) return theirs
  if (ours.unkept) {
    const kept = keptLatest(ours)
    const before = kept ? newerStanding(kept, theirs) : theirs
    return before && { ...ours, unkept: { before } }
  }
  if (ours.measurementId === theirs.measurementId) return null
  const { reJudged: _, ...newer } = theirs.at > ours.at ? theirs : ours
  return { ...withoutRecent(newer), engine: 0 }
}
