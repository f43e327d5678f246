import * as v from 'valibot'
import { TARGET_GROUPS } from '../../core/model/target.ts'

/** Everything the user decides, kept in storage.local under the key 'settings'. */
export const SettingsSchema = v.object({
  version: v.literal(3),
  /** null until the user agreed on the welcome page: nothing is measured before. */
  consent: v.nullable(v.object({ at: v.number(), textVersion: v.number() })),
  /** Whether DNS resolvers and control helpers may be asked for a second opinion. */
  secondOpinions: v.boolean(),
  /** A resolver of the user's own, asked beside the built-in ones: an https URL. */
  customResolver: v.nullable(v.pipe(v.string(), v.url(), v.startsWith('https://'))),
  /** Control helpers to ask instead of the built-in ones, in order; [] for none, null for the built-in ones. */
  controlHelpers: v.nullable(
    v.pipe(v.array(v.pipe(v.string(), v.url(), v.startsWith('https://'))), v.maxLength(8)),
  ),
  /** Where a collector publishes its view of the public list, and its Ed25519 key (base64, 32 bytes raw). */
  snapshot: v.nullable(
    v.object({
      url: v.pipe(v.string(), v.url(), v.startsWith('https://')),
      key: v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]{43}=$/)),
    }),
  ),
  /** What transfer tests of slow sites may use in a day, in megabytes; 0 switches them off. */
  transferMegabytes: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(10_000)),
  /** ISO 3166 code that picks the in-country reference hosts; '' for none. */
  country: v.pipe(v.string(), v.regex(/^([A-Z]{2})?$/)),
  groups: v.record(v.picklist(TARGET_GROUPS), v.boolean()),
  paused: v.boolean(),
  /** Minutes between background sweeps. */
  intervalMinutes: v.pipe(v.number(), v.integer(), v.minValue(15), v.maxValue(24 * 60)),
  /** What testing in the background may use in a day, in megabytes and requests; the user's own
   * "test now" counts and is never refused. */
  dailyMegabytes: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000)),
  dailyRequests: v.pipe(v.number(), v.integer(), v.minValue(100), v.maxValue(1_000_000)),
  /** On a connection that the browser says is metered: as ever, four times as rarely and without transfers, or not at all. */
  onMetered: v.picklist(['same', 'less', 'pause']),
  /** No background tests while a VPN or proxy is on. */
  quietOnVpn: v.boolean(),
  /** A network look-up of the user's own, asked before the built-in ones: an https URL. */
  networkLookup: v.nullable(v.pipe(v.string(), v.url(), v.startsWith('https://'))),
  /** Off: only where each site stands now is kept, until the browser is closed. */
  keepHistory: v.boolean(),
  /** Single looks older than this are removed; what was counted of them stays. */
  keepDays: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(3_650)),
  /** ... and the oldest of them as soon as they take more than this. */
  keepMegabytes: v.pipe(v.number(), v.integer(), v.minValue(10), v.maxValue(100_000)),
})
export type Settings = v.InferOutput<typeof SettingsSchema>
