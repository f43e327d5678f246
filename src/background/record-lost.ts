import type { HistoryDb } from '../history/schema.ts'
import { seedTargets } from '../history/targets.ts'
import { browser } from '../platform/browser.ts'
import type { Settings } from '../settings/settings.ts'
import { starterTargets } from '../watchlist/targets.ts'

/** storage.local: when it was found that the browser had thrown the record away, epoch ms. */
export const RECORD_LOST = 'record-lost'

/** The list is laid out at installation: one that is not there a moment after the agreement is only late. */
const LATE_MS = 60_000

/**
 * A browser that finds its files damaged begins an empty database without a word. Whoever has agreed has a list, and
 * sites leave the built-in one by being switched off: an empty one was lost. It is laid out anew, or nothing would ever be
 * tested again, and pages say what has happened.
 */
export async function mendLostRecord(db: HistoryDb, settings: Settings, now: number): Promise<void> {
  if (!settings.consent || now - settings.consent.at < LATE_MS) return
  if ((await db.count('targets')) > 0) return
  await browser.storage.local.set({ [RECORD_LOST]: now })
  await seedTargets(db, starterTargets(now))
}
