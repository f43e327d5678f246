import * as v from 'valibot'
import { MECHANISMS, STATUSES } from '../../core/model/status.ts'
import type { HistoryEvent, Sweep } from './records.ts'
import { count, instant } from './stored.ts'

/** What testing went through, apart from what the popup waits for. */

const kind = v.object({ status: v.picklist(STATUSES), mechanism: v.nullable(v.picklist(MECHANISMS)) })

export const EventSchema = v.object({
  id: v.string(),
  networkId: v.string(),
  targetId: v.string(),
  url: v.string(),
  lastBefore: instant,
  firstAfter: instant,
  from: kind,
  to: kind,
}) satisfies v.GenericSchema<unknown, HistoryEvent>

export const SweepSchema = v.object({
  id: v.string(),
  pace: v.picklist(['now', 'background']),
  networkId: v.string(),
  startedAt: instant,
  endedAt: v.nullable(instant),
  state: v.picklist(['running', 'done', 'stopped', 'moved']),
  items: v.array(
    v.object({
      targetId: v.string(),
      url: v.string(),
      dueAt: instant,
      done: v.boolean(),
      retest: v.exactOptional(v.boolean()),
    }),
  ),
  retest: v.exactOptional(v.boolean()),
  requests: count,
  bytes: count,
}) satisfies v.GenericSchema<unknown, Sweep>
