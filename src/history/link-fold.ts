import * as v from 'valibot'
import type { Line, LinkFold, OpenOutage, Seen } from '../../core/connectivity/fold.ts'
import { OUTAGE_KINDS } from '../../core/connectivity/outage.ts'
import { CONNECTIVITIES } from '../../core/model/status.ts'
import type { HistoryDb } from './schema.ts'
import { readRow } from './stored.ts'
import { OutageSchema } from './stored-link.ts'

/** Under this key of the store `meta` lies what must be kept between two heartbeats. */
export const LINK_KEY = 'link'

const number = v.pipe(v.number(), v.finite())

const SeenSchema = v.object({
  at: number,
  state: v.picklist([...CONNECTIVITIES, 'domestic']),
  word: v.picklist(CONNECTIVITIES),
  asked: number,
  worked: v.array(v.string()),
  goodBefore: v.nullable(number),
}) satisfies v.GenericSchema<unknown, Seen>

const OpenSchema = v.object({
  outage: OutageSchema,
  kinds: v.record(v.picklist(OUTAGE_KINDS), number),
  lastBad: number,
  good: v.nullable(v.object({ from: number, to: number, n: number })),
}) satisfies v.GenericSchema<unknown, OpenOutage>

const instant = { at: number, monotonic: number, session: v.string(), periodMs: number }

const LineSchema = v.object({
  last: v.object(instant),
  lastGood: v.nullable(number),
  window: v.array(SeenSchema),
  held: v.nullable(SeenSchema),
  open: v.nullable(OpenSchema),
  ordinaryMs: v.nullable(number),
}) satisfies v.GenericSchema<unknown, Line>

/** A fold that cannot be read is none: following starts afresh, and nothing is claimed over the break. */
export const LinkFoldSchema = v.object({
  last: v.object(instant),
  networkId: v.string(),
  lines: v.record(v.string(), LineSchema),
}) satisfies v.GenericSchema<unknown, LinkFold>

/** What was remembered at the last heartbeat; null before the first. */
export async function linkFold(db: HistoryDb): Promise<LinkFold | null> {
  return readRow(LinkFoldSchema, (await db.get('meta', LINK_KEY))?.value)
}
