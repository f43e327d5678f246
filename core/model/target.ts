/** The groups of the built-in starter watchlist. */
export const TARGET_GROUPS = [
  'messengers',
  'social',
  'news',
  'news-kz',
  'circumvention',
  'human-rights',
  'government',
  'payments',
  'custom',
] as const
export type TargetGroup = (typeof TARGET_GROUPS)[number]

/** One URL on the watchlist. `id` is the normalised URL itself: stable, and the same after a re-import. */
export interface Target {
  id: string
  url: string
  /** Citizen Lab category code, e.g. NEWS, COMT, ANON. */
  category: string
  group: TargetGroup
  /** Testing it may draw attention: off until the user chose it. */
  sensitive: boolean
  enabled: boolean
  /** Epoch ms. */
  addedAt: number
  /** Minutes between background looks; absent: the interval of the settings. */
  intervalMinutes?: number
}
