import * as v from 'valibot'
import { SettingsSchema } from '../settings/settings.ts'

/** Message key of what is wrong with an entry. */
export type HelperProblem = 'resolver_invalid' | 'helper_known' | 'helper_most'

type Added = { ok: true; list: string[]; url: string } | { ok: false; problem: HelperProblem }

/** The list with one more helper at its end, in the one spelling of its URL. */
export function withHelper(list: readonly string[], entry: string): Added {
  const given = entry.trim()
  const url = URL.canParse(given) ? new URL(given).href : given
  const { controlHelpers } = SettingsSchema.entries
  if (!v.is(controlHelpers, [url])) return { ok: false, problem: 'resolver_invalid' }
  if (list.includes(url)) return { ok: false, problem: 'helper_known' }
  const longer = [...list, url]
  return v.is(controlHelpers, longer)
    ? { ok: true, list: longer, url }
    : { ok: false, problem: 'helper_most' }
}

/** The list with the helper at `from` at `to` instead. */
export function moved(list: readonly string[], from: number, to: number): string[] {
  const rest = list.filter((_, index) => index !== from)
  return [...rest.slice(0, to), ...list.slice(from, from + 1), ...rest.slice(to)]
}
