import type { History } from '../history/open.ts'
import { forgetUnkept } from '../history/unkept.ts'
import { browser } from '../platform/browser.ts'
import { clearDeadLease } from '../schedule/lease.ts'
import type { Pace } from '../schedule/pace.ts'
import type { Scheduler } from '../schedule/scheduler.ts'
import type { Settings } from '../settings/settings.ts'
import { isAlarmArmed } from './alarm.ts'
import { restoreLab } from './lab-memory.ts'

const KEY = 'begun'

export interface Prepare {
  history: History
  settings(): Promise<Settings>
  pace: Pace
}

/**
 * Before anything is measured or rung for: answers whether this is the first background of a browser session, and
 * forgets then what was seen without history being kept. Session storage ends with the session, and with an update.
 */
export async function prepare({ history, settings, pace }: Prepare): Promise<boolean> {
  if (__LAB__) await restoreLab(pace)
  const { consent, keepHistory } = await settings()
  if (!consent) return false
  const isNew = !(await browser.storage.session.get(KEY))[KEY]
  if (!isNew) return false
  // A store that cannot be opened is told of by whoever needs it next.
  if (!keepHistory)
    await history.withDb(forgetUnkept).catch((error: unknown) => console.error('forget', error))
  await browser.storage.session.set({ [KEY]: true })
  return true
}

/** Every start of the background, whatever woke it: goes on with what the last one left. */
export async function startUp(scheduler: Scheduler, isNewSession: boolean): Promise<void> {
  const left = await clearDeadLease()
  // A lease outlived its worker: the sweep was cut off. Go on at once rather than at the next alarm.
  if (left) await scheduler.resume()
  else if (isNewSession) await scheduler.begin('start')
  // An update or a restart of the browser may have dropped the alarm.
  else if (!(await isAlarmArmed())) await scheduler.begin('lost')
}
