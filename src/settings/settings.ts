import * as v from 'valibot'
import { TARGET_GROUPS } from '../../core/model/target.ts'

/** Everything the user decides, kept in storage.local under the key 'settings'. */
export const SettingsSchema = v.object({
  version: v.literal(1),
  /** null until the user agreed on the welcome page: nothing is measured before. */
  consent: v.nullable(v.object({ at: v.number(), textVersion: v.number() })),
  /** Whether DNS resolvers (and later control helpers) may be asked for a second opinion. */
  secondOpinions: v.boolean(),
  /** A resolver of the user's own, asked beside the built-in ones: an https URL. */
  customResolver: v.nullable(v.pipe(v.string(), v.url(), v.startsWith('https://'))),
  /** ISO 3166 code that picks the in-country reference hosts; '' for none. */
  country: v.pipe(v.string(), v.regex(/^([A-Z]{2})?$/)),
  groups: v.record(v.picklist(TARGET_GROUPS), v.boolean()),
  paused: v.boolean(),
  /** Minutes between background sweeps. */
  intervalMinutes: v.pipe(v.number(), v.integer(), v.minValue(15), v.maxValue(24 * 60)),
})
export type Settings = v.InferOutput<typeof SettingsSchema>
