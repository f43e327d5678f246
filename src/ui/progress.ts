import * as v from 'valibot'
import { CONFIDENCES, MECHANISMS, STATUSES } from '../../core/model/status.ts'
import type { SweepProgress } from '../messages/messages.ts'

const ProgressSchema = v.object({
  sweepId: v.string(),
  pace: v.picklist(['now', 'background']),
  total: v.number(),
  done: v.number(),
  startedAt: v.number(),
  running: v.boolean(),
  requests: v.number(),
  bytes: v.number(),
  early: v.record(
    v.string(),
    v.object({
      status: v.picklist(STATUSES),
      mechanism: v.nullable(v.picklist(MECHANISMS)),
      confidence: v.nullable(v.picklist(CONFIDENCES)),
    }),
  ),
}) satisfies v.GenericSchema<unknown, SweepProgress>

/** null for nothing running ever, or something this page cannot read. */
export function parseProgress(stored: unknown): SweepProgress | null {
  const result = v.safeParse(ProgressSchema, stored)
  return result.success ? result.output : null
}
