// Composition root: wiring only, and nobody imports it. Listeners first, synchronously; each awaits what it needs.
// webRequest is not among them: it would wake us for the user's every request (see schedule/lease.ts).

import { newId } from '../history/ids.ts'
import { type History, openHistory } from '../history/open.ts'
import { endSweep, saveSweep } from '../history/sweeps.ts'
import { receive } from '../messages/receive.ts'
import { currentNetworkId, UNKNOWN_NETWORK } from '../networks/current.ts'
import { makeNetworks } from '../networks/networks.ts'
import { browser } from '../platform/browser.ts'
import { onNetworkHint } from '../platform/connection.ts'
import { mayReachAll } from '../platform/permissions.ts'
import { browserVersion } from '../platform/which.ts'
import { dayBudgetIn } from '../schedule/day-budget.ts'
import { Heartbeat } from '../schedule/heartbeat.ts'
import { makeInstruments } from '../schedule/instruments.ts'
import { jobsIn } from '../schedule/jobs.ts'
import { lookAtLink } from '../schedule/link-look.ts'
import { PACE, type Pace } from '../schedule/pace.ts'
import { retestsArmed } from '../schedule/retests-armed.ts'
import { rhythmIn } from '../schedule/rhythm.ts'
import { Scheduler } from '../schedule/scheduler.ts'
import { Sweeper } from '../schedule/sweeper.ts'
import { periodOf, targetsDue, targetsEnabled } from '../schedule/targets-due.ts'
import { readSettings } from '../settings/read.ts'
import { type SettingsWriter, settingsWriter } from '../settings/write.ts'
import { onAccessChanged } from './access.ts'
import { armAlarm, onAlarm } from './alarm.ts'
import { circumstancesIn } from './circumstances.ts'
import { addMenu, onMenu } from './context-menu.ts'
import { onExportCommand } from './export-command.ts'
import { onFirstRun } from './first-run.ts'
import { makeHandlers } from './handlers.ts'
import { keeping } from './keeping.ts'
import { startLabDriver } from './lab.ts'
import { publishBadge, publishProblem, publishProgress, publishResting } from './publish.ts'
import { reJudgeWhenIdle } from './re-judge-when-idle.ts'
import { mendLostRecord } from './record-lost.ts'
import { prepare, startUp } from './start-up.ts'

/** How long a sweep or a heartbeat waits to hear which network this is; told later, the sweep moves. */
const LOCATE_MS = 2_000
/** ... and while nothing is known yet. */
const FIRST_LOCATE_MS = 5_000

/** Only a lab build ever changes it. */
const pace: Pace = { ...PACE }
const history: History = openHistory({
  async onOpen(db) {
    // A driven browser has the list that its driver gave it, be it empty.
    if (!__LAB__) await mendLostRecord(db, await currentSettings(), now())
  },
})
const writer = settingsWriter(browser.storage.local)
const settings: SettingsWriter = {
  ...writer,
  async update(patch) {
    const updated = await writer.update(patch)
    scheduler.reconsider().catch((error: unknown) => console.error('reconsider', error))
    return updated
  },
}
const currentSettings = () => readSettings(browser.storage.local)
const jobs = jobsIn(browser.storage.local)
const rhythm = rhythmIn(browser.storage.local)
const budget = dayBudgetIn(browser.storage.local)
const circumstances = circumstancesIn({ settings: currentSettings, budget, pace })
const keep = keeping({ history, settings: currentSettings, pace })
const now = () => Date.now()
const session = String(performance.timeOrigin)
const spend = (cost: { requests: number; bytes: number }) => budget.spend(cost, now())
const periodMs = async () => periodOf(history, await currentSettings(), await circumstances.factor())

const networks = makeNetworks({
  history,
  spend: (cost) => void spend(cost).catch((error: unknown) => console.error('spend', error)),
  onChanged({ id }) {
    sweeper
      .move(id)
      .then(() => scheduler.reconsider())
      .catch((error: unknown) => console.error('move', error))
    publishBadge(history).catch((error: unknown) => console.error('badge', error))
  },
})

const heartbeat = new Heartbeat({
  look: async (how) =>
    lookAtLink({ ...how, country: (await currentSettings()).country, keepAliveMs: pace.keepAliveMs }),
  async network(cause) {
    const { id } = (
      await networks.refresh(cause === 'network' ? 'moved' : 'heartbeat', {
        // After a pause it may be another one, and nothing hinted at it.
        freshMs: cause === 'beat' || cause === 'again' ? pace.networkMs : 0,
        waitMs: LOCATE_MS,
      })
    ).network
    return id
  },
  async record(tick) {
    await keep.tick(tick)
    await scheduler.ticked(tick)
    await publishBadge(history)
  },
  spend,
  now,
  monotonic: () => performance.now(),
  session,
  periodMs: () => pace.heartbeatMs,
})

const sweeper: Sweeper = new Sweeper({
  store: {
    save: (sweep) => history.withDb((db) => saveSweep(db, sweep)),
    running: keep.running,
    end: (id, state) => history.withDb(async (db) => void (await endSweep(db, id, state, now()))),
    record: keep.look,
    async tick(tick) {
      await keep.tick(tick)
      await scheduler.ticked(tick)
    },
  },
  jobs,
  pace,
  settings: currentSettings,
  async targets(sweepPace, period) {
    const now_ = await currentSettings()
    if (sweepPace === 'now') return targetsEnabled(history, now_)
    const factor = await circumstances.factor()
    const networkId = await currentNetworkId()
    return targetsDue(history, now_, { networkId, now: now(), periodMs: period, jitter: pace.jitter, factor })
  },
  periodMs,
  async resting() {
    const rest = await circumstances.restOfSweeps()
    await publishResting(rest)
    // Nothing else would notice that the VPN is off.
    if (rest?.why === 'vpn') void networks.refresh('heartbeat', { freshMs: pace.troubleMs })
    return rest
  },
  spend,
  retests: async () => retestsArmed(history, await currentSettings(), await currentNetworkId()),
  unknownNetwork: UNKNOWN_NETWORK,
  networkId: currentNetworkId,
  async locate() {
    await prepared
    // However lately it was confirmed: a link replaced by another at once gives no hint in Chromium.
    const isKnown = (await currentNetworkId()) !== UNKNOWN_NETWORK
    await networks.refresh('sweep', { waitMs: isKnown ? LOCATE_MS : FIRST_LOCATE_MS })
  },
  whereNow: async () => (await networks.refresh('sweep')).network.id,
  networkHint: () => hinted(),
  allSites: mayReachAll,
  async instruments(sweep, signal) {
    await heartbeat.stop()
    return makeInstruments(sweep, signal, await circumstances.settingsNow(), pace)
  },
  async progress(progress) {
    await publishProgress(progress)
    if (!progress.running) await publishBadge(history)
  },
  problem: publishProblem,
  arm: (at, mayWait) => scheduler.want(at, mayWait),
  now,
  monotonic: () => performance.now(),
  session,
  random: Math.random,
  newId,
  browser: browserVersion(),
})

const scheduler: Scheduler = new Scheduler({
  jobs,
  rhythm,
  sweeper,
  heartbeat,
  pace,
  settings: currentSettings,
  resting: circumstances.restOfBeats,
  periodMs,
  locate: async () => void (await networks.refresh('moved', { waitMs: LOCATE_MS })),
  chores: [() => keep.upkeep(() => sweeper.idle())],
  arm: armAlarm,
  now,
  random: Math.random,
})

const hinted = () => void scheduler.hint().catch((error: unknown) => console.error('hint', error))
const handlers = makeHandlers({ history, settings, sweeper, heartbeat, networks, pace })

receive(handlers)
onAlarm(() => prepared.then(() => scheduler.wake()))
onMenu((url) => handlers['target.check']({ url }))
onAccessChanged(history, sweeper)
onFirstRun(history, addMenu)
onNetworkHint(hinted)
onExportCommand()
// Being listened to is what wakes us when the browser starts; what follows is below.
browser.runtime.onStartup.addListener(() => {})

const prepared = prepare({ history, settings: currentSettings, pace })
const started = prepared.then(async (isNewSession) => {
  await startUp(scheduler, isNewSession)
  await reJudgeWhenIdle(history, sweeper, pace, () => publishBadge(history))
})
started.catch((error: unknown) => console.error('start', error))

if (__LAB__) startLabDriver({ history, settings, handlers, pace, jobs, scheduler })
