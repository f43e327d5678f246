import { fingerprintsInfo, importFingerprints, removeFingerprints } from '../fingerprints/store.ts'
import type { History } from '../history/open.ts'
import {
  addTarget,
  getTarget,
  putTarget,
  removeTarget,
  seedTargets,
  setTargetInterval,
} from '../history/targets.ts'
import type { Handlers } from '../messages/receive.ts'
import { MessageError } from '../messages/wire.ts'
import type { Refresher } from '../networks/refresher.ts'
import { browser } from '../platform/browser.ts'
import type { Heartbeat } from '../schedule/heartbeat.ts'
import type { Pace } from '../schedule/pace.ts'
import type { Sweeper } from '../schedule/sweeper.ts'
import { CONSENT_TEXT_VERSION } from '../settings/consent.ts'
import { readSettings } from '../settings/read.ts'
import type { SettingsWriter } from '../settings/write.ts'
import { customTarget } from '../watchlist/custom-target.ts'
import { originsOf } from '../watchlist/origins.ts'
import { isBuiltIn, starterTargets } from '../watchlist/targets.ts'
import { historyHandlers } from './handle-history.ts'
import { networkHandlers } from './handle-networks.ts'
import { restoreHandlers } from './handle-restore.ts'

export interface HandlerDeps {
  history: History
  settings: SettingsWriter
  sweeper: Sweeper
  heartbeat: Pick<Heartbeat, 'stop'>
  networks: Refresher
  pace: Pace
}

/** What each message does. */
export function makeHandlers({
  history,
  settings,
  sweeper,
  heartbeat,
  networks,
  pace,
}: HandlerDeps): Handlers {
  const parse = (entry: string) => {
    const custom = customTarget(entry, Date.now())
    if (custom.ok) return custom.target
    throw new MessageError(`url-${custom.error}`, `Not a site that can be tested: ${custom.error}`)
  }

  /** A site that is not on the list is noted, switched off, so that its result can be kept and shown. */
  const noted = (entry: string) => {
    const target = parse(entry)
    return history.withDb(async (db) => {
      const known = await getTarget(db, target.id)
      if (!known) await putTarget(db, { ...target, enabled: false })
      return { id: target.id, url: target.url }
    })
  }

  return {
    async 'sweep.start'({ pace: asked, urls }) {
      if (!urls) return sweeper.start(asked)
      const targets = await Promise.all(urls.map(noted))
      return sweeper.start(asked, targets)
    },
    async 'sweep.stop'() {
      await sweeper.stop()
      return null
    },
    async 'target.check'({ url }) {
      const target = await noted(url)
      const { sweepId } = await sweeper.start('now', [target])
      return { sweepId, targetId: target.id }
    },
    async 'target.add'({ url }) {
      const target = parse(url)
      await history.withDb((db) => addTarget(db, target))
      return { targetId: target.id }
    },
    async 'target.remove'({ targetId }) {
      await history.withDb((db) => removeTarget(db, targetId, isBuiltIn(targetId)))
      return null
    },
    async 'access.origins'({ urls }) {
      return { origins: originsOf(urls) }
    },
    async 'target.interval'({ targetId, minutes }) {
      await history.withDb((db) => setTargetInterval(db, targetId, minutes))
      return null
    },
    ...networkHandlers({ history, networks }),
    ...historyHandlers({ history, sweeper, heartbeat, networks }),
    ...restoreHandlers({ history }),
    async 'consent.give'({ groups, secondOpinions, country }) {
      const at = Date.now()
      await settings.giveConsent({ at, textVersion: CONSENT_TEXT_VERSION, groups, secondOpinions, country })
      await history.withDb((db) => seedTargets(db, starterTargets(at)))
      await sweeper.sweepAt(at + pace.settleMs)
      return null
    },
    async 'settings.update'(patch) {
      const before = await readSettings(browser.storage.local)
      const after = await settings.update(patch)
      if (after.paused && !before.paused) await sweeper.stop()
      if (after.consent && before.paused && !after.paused) await sweeper.sweepAt(Date.now() + pace.settleMs)
      else if (after.intervalMinutes !== before.intervalMinutes) {
        await sweeper.sweepAt(Date.now() + after.intervalMinutes * 60_000)
      }
      return after
    },
    'fingerprints.import': ({ text, fileName }) => importFingerprints({ text, fileName, at: Date.now() }),
    async 'fingerprints.remove'() {
      await removeFingerprints()
      return null
    },
    'fingerprints.info': () => fingerprintsInfo(),
  }
}
