import type { Target } from '../../core/model/target.ts'
import { forgetAllParked } from '../export/parked.ts'
import { looksSize } from '../history/looks-size.ts'
import type { History } from '../history/open.ts'
import { pruneOldest } from '../history/prune-looks.ts'
import { seedTargets } from '../history/targets.ts'
import { runUpkeep } from '../history/upkeep.ts'
import { deleteHistory, wipeHistory } from '../history/wipe.ts'
import type { Handlers } from '../messages/receive.ts'
import { browser } from '../platform/browser.ts'
import { readSettings } from '../settings/read.ts'
import { isBuiltIn, starterTargets } from '../watchlist/targets.ts'
import { publishBadge } from './publish.ts'
import { RECORD_LOST } from './record-lost.ts'

export interface HistoryHandlerDeps {
  history: History
  /** What is being measured ends first, or it would be written after the wipe. */
  sweeper: { stop(): Promise<void> }
  heartbeat: { stop(): Promise<void> }
  /** What is remembered of networks beside the history. */
  networks: { forget(): Promise<void> }
}

/** Somebody waits for it. */
const PRUNE_MS = 60_000
/** When nothing is beyond the settings, and room is needed all the same. */
const SHARE = 10
const LEAST = 500

/** A site that was checked once, off the list (see handlers.ts): that it was is history. */
const isTrace = ({ id, group, enabled }: Target) => group === 'custom' && !enabled && !isBuiltIn(id)

export function historyHandlers({
  history,
  sweeper,
  heartbeat,
  networks,
}: HistoryHandlerDeps): Pick<Handlers, 'history.wipe' | 'history.prune'> {
  async function stop(): Promise<void> {
    for (const one of [heartbeat, sweeper]) {
      // A plan that cannot be read is no reason to keep it: nothing can go on by it.
      await one.stop().catch((error: unknown) => console.error('stop before wipe', error))
    }
  }

  async function wipeAll(): Promise<void> {
    // The agreement first: whatever comes between, nothing is measured again.
    await browser.storage.local.clear()
    await stop()
    await deleteHistory(history)
    await networks.forget()
    // Once more, for what was written on the way out.
    await browser.storage.local.clear()
    await browser.alarms.clearAll()
    const rules = browser.declarativeNetRequest
    const removeRuleIds = (await rules.getDynamicRules()).map(({ id }) => id)
    if (removeRuleIds.length > 0) await rules.updateDynamicRules({ removeRuleIds })
  }

  return {
    async 'history.wipe'({ what }) {
      if (what === 'everything') await wipeAll()
      else {
        await stop()
        await wipeHistory(history, { isTrace })
        await networks.forget()
        await browser.storage.local.remove(['heartbeat', RECORD_LOST])
      }
      await forgetAllParked()
      await browser.storage.session.clear()
      // As at installation; of a list that is there it adds only what is missing.
      await history.withDb((db) => seedTargets(db, starterTargets(Date.now())))
      await publishBadge(history)
      return null
    },
    async 'history.prune'() {
      const settings = await readSettings(browser.storage.local)
      const { removed } = await runUpkeep(history, settings, Date.now(), { budgetMs: PRUNE_MS })
      if (removed > 0) return { removed }
      return {
        removed: await history.withDb(async (db) =>
          pruneOldest(db, Math.max(LEAST, Math.ceil((await looksSize(db)).count / SHARE))),
        ),
      }
    },
  }
}
