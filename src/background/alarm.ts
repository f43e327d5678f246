import { browser } from '../platform/browser.ts'
import { clockShift } from './clock-shift.ts'

const NAME = 'sweep'

/** One alarm serves everything: when to look next. It survives the worker; null clears it. */
export async function armAlarm(at: number | null): Promise<void> {
  if (at === null) await browser.alarms.clear(NAME)
  // The browser rings by the true clock, whatever a test made of ours.
  else browser.alarms.create(NAME, { when: __LAB__ ? at - clockShift() : at })
}

export async function isAlarmArmed(): Promise<boolean> {
  return (await browser.alarms.get(NAME)) !== undefined
}

export function onAlarm(wake: () => Promise<void>): void {
  browser.alarms.onAlarm.addListener((alarm) => {
    if (alarm.name === NAME) return wake()
  })
}
