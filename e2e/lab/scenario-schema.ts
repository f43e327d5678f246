import * as v from 'valibot'
import {
  CONFIDENCES,
  CONNECTIVITIES,
  MECHANISMS,
  REFUSED_SCOPES,
  STATUSES,
  UNTESTED_REASONS,
  WARNINGS,
} from '../../core/model/status.ts'
import { IpSchema as ip, RuleSchema } from './rule-schema.ts'

const integer = v.pipe(v.number(), v.integer(), v.minValue(0))
const text = v.pipe(v.string(), v.nonEmpty())
const hostName = v.pipe(
  v.string(),
  v.regex(/^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/, 'must be a lower-case host name (punycode)'),
)
const countryCode = v.pipe(v.string(), v.regex(/^([A-Z]{2})?$/, 'must be two capital letters or nothing'))
const url = v.pipe(v.string(), v.url('must be a URL'), v.regex(/^https?:/, 'must be an http or https URL'))

export const PageSchema = v.strictObject({
  status: v.optional(v.pipe(v.number(), v.integer(), v.minValue(200), v.maxValue(599)), 200),
  title: v.optional(v.string(), ''),
  bytes: v.optional(integer, 20000),
  headers: v.optional(v.record(v.string(), v.string()), {}),
  delayMs: v.optional(integer, 0),
  /** A Location to send instead of the page; with a status below 300 it becomes 302. */
  redirect: v.optional(v.string(), ''),
})

export const SiteSchema = v.strictObject({
  host: hostName,
  ips: v.pipe(v.array(ip), v.minLength(1)),
  cc: v.optional(countryCode, ''),
  https: v.optional(
    v.picklist(['valid', 'expired', 'wrong-host', 'unknown-ca', 'self-signed', 'none']),
    'valid',
  ),
  http: v.optional(v.picklist(['to-https', 'serve', 'none'])),
  page: v.optional(PageSchema, {}),
  paths: v.optional(v.record(v.pipe(v.string(), v.startsWith('/')), PageSchema), {}),
  pageForControl: v.optional(v.nullable(PageSchema), null),
  ipsForControl: v.optional(v.array(ip), []),
  down: v.optional(
    v.union([v.boolean(), v.picklist(['nxdomain', 'servfail', 'refused', 'drop', 'tls', 'http-500'])]),
    false,
  ),
})

export const NetworkSchema = v.strictObject({
  id: v.pipe(
    v.string(),
    v.regex(/^[a-z0-9-]{1,20}$/, 'must be up to 20 lower-case letters, digits and dashes'),
  ),
  asn: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 9198),
  cc: v.optional(countryCode, 'KZ'),
  region: v.optional(v.string(), ''),
  /** Transit operators the traffic crosses, as AS numbers: a rule `at` one of them bites here too. */
  via: v.optional(v.array(v.pipe(v.number(), v.integer(), v.minValue(1))), []),
})

export const LocalSchema = v.strictObject({
  portal: v.optional(v.boolean(), false),
  /** Hosts the user's ad blocker stops; an extension in the browser, so the runner's business. */
  adblock: v.optional(v.array(text), []),
  /** Names the home router answers with 0.0.0.0. */
  dnsFilter: v.optional(v.array(text), []),
  inspectAll: v.optional(v.boolean(), false),
  vpn: v.optional(v.boolean(), false),
  clockSkewSec: v.optional(v.pipe(v.number(), v.integer()), 0),
  ipv6: v.optional(v.picklist(['ok', 'broken', 'none']), 'ok'),
  doh: v.optional(v.picklist(['ok', 'unreachable', 'none']), 'ok'),
  control: v.optional(v.picklist(['ok', 'unreachable', 'none']), 'ok'),
  trustCensorCa: v.optional(v.boolean(), false),
  lossPct: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(100)), 0),
  rttMs: v.optional(integer, 20),
  transfers: v.optional(v.boolean(), false),
})

export const StepSchema = v.strictObject({
  /** '' is the first network. */
  network: v.optional(v.string(), ''),
  gapSec: v.optional(v.pipe(v.number(), v.minValue(0)), 0),
  asleepSec: v.optional(v.pipe(v.number(), v.minValue(0)), 0),
  offlineSec: v.optional(v.pipe(v.number(), v.minValue(0)), 0),
})

const oneOrMany = <T extends v.GenericSchema>(schema: T) => v.union([schema, v.array(schema)])

export const TargetExpectationSchema = v.strictObject({
  status: v.optional(oneOrMany(v.picklist(STATUSES))),
  mechanism: v.optional(oneOrMany(v.nullable(v.picklist(MECHANISMS)))),
  confidence: v.optional(oneOrMany(v.nullable(v.picklist(CONFIDENCES)))),
  maxConfidence: v.optional(v.picklist(CONFIDENCES)),
  reason: v.optional(oneOrMany(v.nullable(v.picklist(UNTESTED_REASONS)))),
  scope: v.optional(oneOrMany(v.nullable(v.picklist(REFUSED_SCOPES)))),
  /** Must be there; in a list, any one of them. */
  warning: v.optional(oneOrMany(v.picklist(WARNINGS))),
  /** Must not appear in any sweep. */
  not: v.optional(oneOrMany(v.picklist(STATUSES))),
  hop: v.optional(oneOrMany(v.nullable(v.string()))),
})

const judged = {
  connectivity: v.optional(oneOrMany(v.picklist(CONNECTIVITIES))),
  targets: v.optional(v.record(v.string(), TargetExpectationSchema), {}),
}
const onNetworks = v.optional(
  v.record(
    v.string(),
    v.strictObject({
      ...judged,
      /** What the extension calls it, such as `as9198-kz`; judged by every look on it. */
      networkId: v.optional(oneOrMany(v.string())),
    }),
  ),
  {},
)
const events = v.nullable(
  v.array(
    v.strictObject({
      url: v.optional(v.string()),
      from: v.optional(oneOrMany(v.string())),
      to: v.optional(oneOrMany(v.string())),
    }),
  ),
)

/** Laid over what holds for both. */
const inBrowser = v.optional(v.strictObject({ ...judged, networks: onNetworks, events: v.optional(events) }))

export const ExpectationSchema = v.strictObject({
  ...judged,
  networks: onNetworks,
  /** null is not judged; [] is none may be. */
  events: v.optional(events, null),
  byBrowser: v.optional(v.strictObject({ chromium: inBrowser, firefox: inBrowser }), {}),
})

export const ScenarioSchema = v.strictObject({
  $schema: v.optional(v.string()),
  name: text,
  why: v.optional(v.string(), ''),
  sites: v.pipe(v.array(SiteSchema), v.minLength(1)),
  censor: v.optional(v.array(RuleSchema), []),
  networks: v.optional(v.pipe(v.array(NetworkSchema), v.minLength(1)), [{ id: 'home' }]),
  local: v.optional(LocalSchema, {}),
  watch: v.pipe(v.array(url), v.minLength(1)),
  sweeps: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  steps: v.optional(v.pipe(v.array(StepSchema), v.minLength(1))),
  expect: ExpectationSchema,
})
