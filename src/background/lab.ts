import { startDriver } from '../driver/driver.ts'
import type { History } from '../history/open.ts'
import { statusList } from '../history/read.ts'
import { putTarget, seedTargets } from '../history/targets.ts'
import { answer, type Handlers } from '../messages/receive.ts'
import type { Jobs } from '../schedule/jobs.ts'
import type { Pace } from '../schedule/pace.ts'
import type { Scheduler } from '../schedule/scheduler.ts'
import { CONSENT_TEXT_VERSION } from '../settings/consent.ts'
import { DEFAULT_GROUPS } from '../settings/defaults.ts'
import type { SettingsPatch, SettingsWriter } from '../settings/write.ts'
import { starterTargets } from '../watchlist/targets.ts'
import { changeClock, changePace } from './lab-memory.ts'
import { sweepSeen } from './sweep-seen.ts'

export interface LabDeps {
  history: History
  settings: SettingsWriter
  handlers: Handlers
  pace: Pace
  jobs: Jobs
  scheduler: Scheduler
}

/** Wires the driver. Only lab builds call it. */
export function startLabDriver({ history, settings, handlers, pace, jobs, scheduler }: LabDeps): void {
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
    sweep: ({ sweepId }) => history.withDb((db) => sweepSeen(db, sweepId)),
    history: ({ store }) => history.withDb((db) => db.getAll(store as never)),
    counts: () =>
      history.withDb(async (db) => {
        const counted = [...db.objectStoreNames].map(async (store) => [store, await db.count(store)] as const)
        return Object.fromEntries(await Promise.all(counted))
      }),
    pace: (changes) => changePace(pace, changes),
    clock: ({ offsetMs }) => changeClock(offsetMs),
    heartbeat: () => scheduler.beatNow(),
    jobs: () => jobs.list(),
    wake: () => scheduler.wake(),
  })
}
