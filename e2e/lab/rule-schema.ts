import * as v from 'valibot'

/** Exact host; `*.host` (the host and all below); an address; `address:port`; `*`; or a piece of the name. */
export const MatchSchema = v.union([
  v.pipe(v.string(), v.nonEmpty()),
  v.strictObject({ contains: v.pipe(v.string(), v.nonEmpty()) }),
])

const count = v.pipe(v.number(), v.integer(), v.minValue(1))
const positive = v.pipe(v.number(), v.gtValue(0))
const percent = v.pipe(v.number(), v.minValue(0), v.maxValue(100))
export const IpSchema = v.union(
  [v.pipe(v.string(), v.ipv4()), v.pipe(v.string(), v.ipv6())],
  'must be an IP address',
)

const common = {
  match: v.optional(MatchSchema, '*'),
  /** A network's id, or 'AS9198' for every network of or behind that operator; '' for all. */
  at: v.optional(v.string(), ''),
  /** Sweep numbers, counted from 1, inclusive. */
  from: v.optional(count),
  until: v.optional(count),
}

/** `shared`: one bucket for all flows of the rule, not one a connection. */
const rate = { kbps: v.optional(positive), shared: v.optional(v.boolean(), false) }
const dnsDeeds = ['nxdomain', 'servfail', 'refused', 'timeout', 'no-answer', 'answer'] as const
const answer = { answer: v.optional(v.array(IpSchema)), inject: v.optional(v.boolean(), false) }

const BlockPageSchema = v.strictObject({
  status: v.optional(v.pipe(v.number(), v.integer(), v.minValue(200), v.maxValue(599)), 200),
  title: v.optional(v.string()),
  html: v.optional(v.string()),
  bytes: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)), 0),
  headers: v.optional(v.record(v.string(), v.string()), {}),
})
export type BlockPage = v.InferOutput<typeof BlockPageSchema>

export const RuleSchema = v.variant('on', [
  v.strictObject({ on: v.literal('dns'), do: v.picklist(dnsDeeds), ...common, ...answer }),
  v.strictObject({
    on: v.literal('doh'),
    do: v.picklist([...dnsDeeds, 'drop', 'reset']),
    ...common,
    ...answer,
  }),
  v.strictObject({
    on: v.literal('ip'),
    do: v.picklist(['drop', 'reset', 'reject', 'throttle']),
    ...common,
    ...rate,
  }),
  v.strictObject({
    on: v.literal('sni'),
    do: v.picklist(['reset', 'drop', 'close', 'intercept', 'delay', 'lossy', 'throttle', 'freeze']),
    ...common,
    ...rate,
    ms: v.optional(positive),
    pct: v.optional(percent),
    /** Downstream bytes that pass before the flow freezes; see FREEZE_BYTES. */
    bytes: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
    /** Once fired, later flows of the same key are treated alike for this long, whatever name they carry. */
    residualSec: v.optional(v.pipe(v.number(), v.minValue(0)), 0),
    residualKey: v.optional(v.picklist(['4-tuple', '3-tuple']), '3-tuple'),
  }),
  v.strictObject({
    on: v.literal('host'),
    do: v.picklist(['reset', 'drop', 'close', 'blockpage', 'redirect', 'throttle']),
    ...common,
    ...rate,
    page: v.optional(BlockPageSchema),
    location: v.optional(v.string()),
  }),
  v.strictObject({
    on: v.literal('relay'),
    do: v.optional(v.picklist(['relay', 'dns']), 'relay'),
    ...common,
    relayAt: IpSchema,
  }),
  v.strictObject({ on: v.literal('foreign'), do: v.optional(v.literal('drop'), 'drop'), ...common }),
  v.strictObject({
    on: v.literal('all'),
    do: v.optional(v.literal('drop'), 'drop'),
    ...common,
    /** Share of packets dropped; 100 is a shutdown. */
    lossPct: v.optional(percent, 100),
  }),
])
export type CensorRule = v.InferOutput<typeof RuleSchema>

/** Where a freeze bites when its rule does not say: the 16 KB seen in the field. */
export const FREEZE_BYTES = 16_384

/** What a rule's action cannot do without; null when it has it. */
export function missingField(rule: CensorRule): string | null {
  if ((rule.on === 'dns' || rule.on === 'doh') && rule.do === 'answer' && !rule.answer?.length)
    return 'answer'
  if ('kbps' in rule && rule.kbps !== undefined) return null
  if (rule.do === 'throttle') return 'kbps'
  if (rule.on === 'sni' && rule.do === 'delay' && rule.ms === undefined) return 'ms'
  if (rule.on === 'sni' && rule.do === 'lossy' && rule.pct === undefined) return 'pct'
  if (rule.on === 'host' && rule.do === 'redirect' && rule.location === undefined) return 'location'
  return null
}
