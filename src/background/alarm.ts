import { browser } from '../platform/browser.ts'

const NAME = 'sweep'

/** One alarm serves everything: when to look next. It survives the worker; null clears it. */
export async function armSweepAlarm(at: number | null): Promise<void> {
  if (at === null) await browser.alarms.clear(NAME)
  else browser.alarms.create(NAME, { when: at })
}

export async function isSweepAlarmArmed(): Promise<boolean> {
  return (await browser.alarms.get(NAME)) !== undefined
}

export function onSweepAlarm(wake: () => Promise<void>): void {
  browser.alarms.onAlarm.addListener((alarm) => {
    if (alarm.name === NAME) return wake()
  })
}
