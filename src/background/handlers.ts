import { parseTargetUrl } from '../../core/net/url.ts'
import type { History } from '../history/open.ts'
import { getTarget, putTarget, removeTarget, seedTargets } from '../history/targets.ts'
import type { Handlers } from '../messages/receive.ts'
import { MessageError } from '../messages/wire.ts'
import { browser } from '../platform/browser.ts'
import type { Pace } from '../schedule/pace.ts'
import type { Sweeper } from '../schedule/sweeper.ts'
import { CONSENT_TEXT_VERSION } from '../settings/consent.ts'
import { readSettings } from '../settings/read.ts'
import type { SettingsWriter } from '../settings/write.ts'
import { starterTargets } from '../watchlist/targets.ts'
import { armSweepAlarm } from './alarm.ts'

export interface HandlerDeps {
  history: History
  settings: SettingsWriter
  sweeper: Sweeper
  pace: Pace
}

/** What each message does. */
export function makeHandlers({ history, settings, sweeper, pace }: HandlerDeps): Handlers {
  /** The target of a URL; a site not on the list is noted, switched off, so that its result can be shown. */
  const targetOf = async (entry: string, enable: boolean) => {
    const parsed = parseTargetUrl(entry)
    if (!parsed.ok)
      throw new MessageError(`url-${parsed.error}`, `Not a site that can be tested: ${parsed.error}`)
    const { url } = parsed
    return history.withDb(async (db) => {
      const known = await getTarget(db, url)
      if (known && (known.enabled || !enable)) return known
      const fresh = { id: url, url, category: 'MISC', group: 'custom' as const, sensitive: false }
      const target = { ...(known ?? { ...fresh, addedAt: Date.now() }), enabled: enable }
      await putTarget(db, target)
      return target
    })
  }

  return {
    async 'sweep.start'({ pace: asked, urls }) {
      if (!urls) return sweeper.start(asked)
      const targets = await Promise.all(urls.map((url) => targetOf(url, false)))
      return sweeper.start(asked, targets)
    },
    async 'sweep.stop'() {
      await sweeper.stop()
      return null
    },
    async 'target.check'({ url }) {
      const target = await targetOf(url, false)
      const { sweepId } = await sweeper.start('now', [target])
      return { sweepId, targetId: target.id }
    },
    async 'target.add'({ url }) {
      return { targetId: (await targetOf(url, true)).id }
    },
    async 'target.remove'({ targetId }) {
      await history.withDb((db) => removeTarget(db, targetId))
      return null
    },
    async 'consent.give'({ groups, secondOpinions, country }) {
      const at = Date.now()
      await settings.giveConsent({ at, textVersion: CONSENT_TEXT_VERSION, groups, secondOpinions, country })
      await history.withDb((db) => seedTargets(db, starterTargets(at)))
      await armSweepAlarm(at + pace.settleMs)
      return null
    },
    async 'settings.update'(patch) {
      const before = await readSettings(browser.storage.local)
      const after = await settings.update(patch)
      if (after.paused && !before.paused) await sweeper.stop()
      if (after.consent && before.paused && !after.paused) await armSweepAlarm(Date.now() + pace.settleMs)
      return after
    },
  }
}
