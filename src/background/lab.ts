import { startDriver } from '../driver/driver.ts'
import { measurementOf } from '../history/measurement.ts'
import type { History } from '../history/open.ts'
import { statusList } from '../history/read.ts'
import { getSweep } from '../history/sweeps.ts'
import { putTarget, seedTargets } from '../history/targets.ts'
import { lastTick } from '../history/ticks.ts'
import { answer, type Handlers } from '../messages/receive.ts'
import { currentNetworkId } from '../networks/current.ts'
import { CONSENT_TEXT_VERSION } from '../settings/consent.ts'
import { DEFAULT_GROUPS } from '../settings/defaults.ts'
import type { SettingsPatch, SettingsWriter } from '../settings/write.ts'
import { starterTargets } from '../watchlist/targets.ts'

export interface LabDeps {
  history: History
  settings: SettingsWriter
  handlers: Handlers
}

/** Wires the driver. Only lab builds call it. */
export function startLabDriver({ history, settings, handlers }: LabDeps): void {
  startDriver({
    message: (message) => answer(message, handlers),
    async configure({ settings: patch, urls }) {
      const country = typeof patch.country === 'string' ? patch.country : ''
      const secondOpinions = patch.secondOpinions !== false
      await settings.giveConsent({
        at: Date.now(),
        textVersion: CONSENT_TEXT_VERSION,
        groups: DEFAULT_GROUPS,
        secondOpinions,
        country,
      })
      await settings.update(patch as SettingsPatch)
      if (urls === null) {
        await history.withDb((db) => seedTargets(db, starterTargets(Date.now())))
        return
      }
      await history.withDb(async (db) => {
        const listed = new Set(urls)
        for (const { target } of (await statusList(db, '')).rows) {
          if (target.enabled && !listed.has(target.url)) await putTarget(db, { ...target, enabled: false })
        }
        const common = { category: 'MISC', group: 'custom' as const, sensitive: false, enabled: true }
        for (const url of urls) await putTarget(db, { id: url, url, addedAt: Date.now(), ...common })
      })
    },
    async sweep({ sweepId }) {
      return history.withDb(async (db) => {
        const sweep = await getSweep(db, sweepId)
        if (!sweep) throw new Error(`No sweep ${sweepId}`)
        const { rows } = await statusList(db, await currentNetworkId())
        const asked = new Set(sweep.items.map((i) => i.targetId))
        const connectivity = (await lastTick(db))?.connectivity ?? 'offline'
        const measurements = []
        for (const { latest } of rows) {
          if (!latest || !asked.has(latest.targetId)) continue
          const stored = await measurementOf(db, latest.measurementId)
          if (stored?.measurement.sweepId === sweepId)
            measurements.push({ ...stored.measurement, connectivity })
        }
        return { sweep, measurements }
      })
    },
    history: ({ store }) => history.withDb((db) => db.getAll(store as never)),
  })
}
