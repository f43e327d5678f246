// Composition root: wiring only, and nobody imports it. Listeners first, synchronously; each awaits what it needs.
// webRequest is not among them: it would wake us for the user's every request (see schedule/lease.ts).

import { newId } from '../history/ids.ts'
import { openHistory } from '../history/open.ts'
import { recordMeasurement } from '../history/record.ts'
import { endSweep, runningSweep, saveSweep } from '../history/sweeps.ts'
import { recordTick } from '../history/ticks.ts'
import { receive } from '../messages/receive.ts'
import { currentNetworkId } from '../networks/current.ts'
import { browser } from '../platform/browser.ts'
import { mayReachAll } from '../platform/permissions.ts'
import { browserVersion } from '../platform/which.ts'
import { makeInstruments } from '../schedule/instruments.ts'
import { jobsIn } from '../schedule/jobs.ts'
import { clearDeadLease } from '../schedule/lease.ts'
import { PACE } from '../schedule/pace.ts'
import { retestsArmed } from '../schedule/retests-armed.ts'
import { Sweeper } from '../schedule/sweeper.ts'
import { targetsDue } from '../schedule/targets-due.ts'
import { readSettings } from '../settings/read.ts'
import { settingsWriter } from '../settings/write.ts'
import { onAccessChanged } from './access.ts'
import { armSweepAlarm, isSweepAlarmArmed, onSweepAlarm } from './alarm.ts'
import { addMenu, onMenu } from './context-menu.ts'
import { onFirstRun } from './first-run.ts'
import { makeHandlers } from './handlers.ts'
import { startLabDriver } from './lab.ts'
import { publishBadge, publishProblem, publishProgress } from './publish.ts'
import { reJudgeWhenIdle } from './re-judge-when-idle.ts'

const history = openHistory()
const settings = settingsWriter(browser.storage.local)
const currentSettings = () => readSettings(browser.storage.local)

const sweeper = new Sweeper({
  store: {
    save: (sweep) => history.withDb((db) => saveSweep(db, sweep)),
    running: () => history.withDb(runningSweep),
    end: (id, state) => history.withDb(async (db) => void (await endSweep(db, id, state, Date.now()))),
    record: (measurement) => history.withDb((db) => recordMeasurement(db, measurement, PACE)),
    tick: (tick) => history.withDb((db) => recordTick(db, tick)),
  },
  jobs: jobsIn(browser.storage.local),
  pace: PACE,
  settings: currentSettings,
  targets: async (pace) =>
    targetsDue(history, await currentSettings(), await currentNetworkId(), pace, Date.now()),
  retests: async () => retestsArmed(history, await currentSettings(), await currentNetworkId()),
  networkId: currentNetworkId,
  allSites: mayReachAll,
  instruments: async (sweep, signal) => makeInstruments(sweep, signal, await currentSettings(), PACE),
  async progress(progress) {
    await publishProgress(progress)
    if (!progress.running) await publishBadge(history)
  },
  problem: publishProblem,
  arm: armSweepAlarm,
  now: Date.now,
  monotonic: () => performance.now(),
  random: Math.random,
  newId,
  browser: browserVersion(),
})

const handlers = makeHandlers({ history, settings, sweeper, pace: PACE })

receive(handlers)
onSweepAlarm(() => sweeper.wake())
onMenu((url) => handlers['target.check']({ url }))
onAccessChanged(history, sweeper)
onFirstRun(history, addMenu)
// Being listened to is what wakes us when the browser starts; what follows is below.
browser.runtime.onStartup.addListener(() => {})

const started = clearDeadLease().then(async (left) => {
  // A lease outlived its worker: the sweep was cut off. Go on at once rather than at the next alarm.
  if (left) await sweeper.wake()
  // An update or a restart of the browser may have dropped the alarm.
  else if (!(await isSweepAlarmArmed())) await sweeper.rearm()
  await reJudgeWhenIdle(history, sweeper, () => publishBadge(history))
})
started.catch((error: unknown) => console.error('start', error))

if (__LAB__) startLabDriver({ history, settings, handlers })
