import * as v from 'valibot'
import { CONFIDENCES, MECHANISMS, REFUSED_SCOPES, STATUSES, UNTESTED_REASONS, WARNINGS } from './status.ts'

/** What we say of one target after one look: a pure function of observations. */
export const VerdictSchema = v.object({
  status: v.picklist(STATUSES),
  /** Only with blocked. */
  mechanism: v.nullable(v.picklist(MECHANISMS)),
  /** Only with blocked and throttled. */
  confidence: v.nullable(v.picklist(CONFIDENCES)),
  /** Only with untested. */
  reason: v.nullable(v.picklist(UNTESTED_REASONS)),
  /** Only with refused. */
  scope: v.nullable(v.picklist(REFUSED_SCOPES)),
  warnings: v.array(v.picklist(WARNINGS)),
  /** Ids of the rules that fired: the deciding one first. */
  rules: v.array(v.string()),
  /** The redirect hop the block bites on, when it is not the target itself. */
  hop: v.nullable(v.string()),
  /** Version of the rule table. */
  engine: v.number(),
})
export type Verdict = v.InferOutput<typeof VerdictSchema>
