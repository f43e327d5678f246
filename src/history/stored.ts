import * as v from 'valibot'
import { TICK_CAUSES } from '../../core/connectivity/tick.ts'
import {
  CONFIDENCES,
  CONNECTIVITIES,
  MECHANISMS,
  REFERENCE_GROUPS,
  STATUSES,
} from '../../core/model/status.ts'
import { TARGET_GROUPS, type Target } from '../../core/model/target.ts'
import { VerdictSchema } from '../../core/model/verdict.ts'
import type { Run, SeriesState } from '../../core/verdict/series.ts'
import type { Latest, LongRollup, Measurement, Network, Rollup, Tick } from './records.ts'

/** What is on the disk is believed only after one of these. Each is held to its record type by `satisfies`. */

export const instant = v.pipe(v.number(), v.finite())
export const count = v.pipe(v.number(), v.finite(), v.minValue(0))

export const TargetSchema = v.object({
  id: v.string(),
  url: v.string(),
  category: v.string(),
  group: v.picklist(TARGET_GROUPS),
  sensitive: v.boolean(),
  enabled: v.boolean(),
  addedAt: instant,
  intervalMinutes: v.exactOptional(v.pipe(v.number(), v.minValue(1))),
}) satisfies v.GenericSchema<unknown, Target>

const judged = v.picklist(['reachable', 'blocked', 'throttled', 'down', 'refused'])

const RunSchema = v.object({
  status: judged,
  mechanism: v.nullable(v.picklist(MECHANISMS)),
  firstAt: instant,
  lastAt: instant,
  lastId: v.string(),
  votes: count,
  votedAt: instant,
  likelyAt: v.nullable(instant),
  evidence: v.number(),
}) satisfies v.GenericSchema<unknown, Run>

const SeriesSchema = v.object({
  last: v.object({ id: v.string(), at: instant, confidence: v.nullable(v.picklist(CONFIDENCES)) }),
  run: v.nullable(RunSchema),
  lastOtherAt: v.nullable(instant),
  pending: v.nullable(RunSchema),
  returns: count,
  cameFrom: v.nullable(judged),
  retests: count,
  retestAt: v.nullable(instant),
}) satisfies v.GenericSchema<unknown, SeriesState>

export const LatestSchema = v.object({
  networkId: v.string(),
  targetId: v.string(),
  url: v.string(),
  measurementId: v.string(),
  at: instant,
  verdict: VerdictSchema,
  since: instant,
  lastOtherAt: v.nullable(instant),
  latencyMs: v.nullable(count),
  standing: v.exactOptional(
    v.object({
      status: judged,
      mechanism: v.nullable(v.picklist(MECHANISMS)),
      at: instant,
      measurementId: v.string(),
    }),
  ),
  series: v.exactOptional(SeriesSchema),
  retestAt: v.exactOptional(v.nullable(instant)),
  engine: v.exactOptional(v.number()),
  reJudged: v.exactOptional(
    v.object({
      engine: v.number(),
      at: instant,
      id: v.string(),
      series: v.nullable(SeriesSchema),
      firstAt: instant,
    }),
  ),
  recent: v.exactOptional(v.object({ end: instant, worst: v.array(v.nullable(v.picklist(STATUSES))) })),
  unkept: v.exactOptional(v.object({ before: v.unknown() })),
}) satisfies v.GenericSchema<unknown, Latest>

/** Observations are lifted to today's shape elsewhere, one by one: one that cannot be read must not hide the others. */
export const MeasurementSchema = v.object({
  id: v.string(),
  sweepId: v.string(),
  targetId: v.string(),
  url: v.string(),
  networkId: v.string(),
  at: instant,
  ms: count,
  observations: v.unknown(),
  verdict: VerdictSchema,
  requests: count,
  bytes: count,
  browser: v.string(),
  allSites: v.exactOptional(v.boolean()),
}) satisfies v.GenericSchema<unknown, Omit<Measurement, 'observations'> & { observations: unknown }>

const counts = {
  counts: v.record(v.picklist(STATUSES), count),
  restricted: v.exactOptional(count),
  mechanisms: v.exactOptional(v.record(v.picklist(MECHANISMS), count)),
  latency: v.exactOptional(v.object({ n: count, sum: count })),
  engine: v.number(),
}

export const RollupSchema = v.object({
  networkId: v.string(),
  targetId: v.string(),
  hour: instant,
  ...counts,
}) satisfies v.GenericSchema<unknown, Rollup>

export const LongRollupSchema = v.object({
  networkId: v.string(),
  targetId: v.string(),
  start: instant,
  ...counts,
}) satisfies v.GenericSchema<unknown, LongRollup>

export const TickSchema = v.object({
  at: instant,
  scheduledAt: v.nullable(instant),
  monotonic: v.number(),
  networkId: v.string(),
  connectivity: v.picklist(CONNECTIVITIES),
  references: v.record(v.string(), v.boolean()),
  detail: v.exactOptional(
    v.object({
      session: v.string(),
      cause: v.picklist(TICK_CAUSES),
      light: v.boolean(),
      hosts: v.record(
        v.string(),
        v.object({ group: v.picklist(REFERENCE_GROUPS), ok: v.boolean(), ms: v.nullable(count) }),
      ),
      periodMs: count,
    }),
  ),
}) satisfies v.GenericSchema<unknown, Tick>

export const NetworkSchema = v.object({
  id: v.string(),
  asn: v.nullable(v.number()),
  operator: v.nullable(v.string()),
  country: v.nullable(v.string()),
  label: v.nullable(v.string()),
  vpn: v.boolean(),
  firstSeen: instant,
  lastSeen: instant,
}) satisfies v.GenericSchema<unknown, Network>

/** The record, or null when the row is missing or is not what it should be. The row itself stays where it is. */
export function readRow<Output>(schema: v.GenericSchema<unknown, Output>, row: unknown): Output | null {
  const result = v.safeParse(schema, row)
  return result.success ? result.output : null
}
