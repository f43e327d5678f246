import * as v from 'valibot'
import { OUTAGE_KINDS } from '../../core/connectivity/outage.ts'
import { CONNECTIVITIES } from '../../core/model/status.ts'
import type { LinkHour, Outage } from './records.ts'
import { count, instant } from './stored.ts'

/** The connection's own rows, apart from those that the popup waits for. */

const states = v.record(v.picklist(CONNECTIVITIES), count)

export const LinkHourSchema = v.object({
  networkId: v.string(),
  hour: instant,
  states,
  asked: count,
  answered: count,
  inOutage: v.boolean(),
}) satisfies v.GenericSchema<unknown, LinkHour>

const span = v.object({ from: instant, to: instant })
const bracket = v.object({ from: v.nullable(instant), to: instant })

export const OutageSchema = v.object({
  id: v.string(),
  networkId: v.string(),
  kind: v.picklist(OUTAGE_KINDS),
  onset: bracket,
  end: v.nullable(bracket),
  ticks: states,
  unobservedMs: count,
  returns: v.array(span),
  lowest: count,
  worked: v.record(v.string(), count),
}) satisfies v.GenericSchema<unknown, Outage>
