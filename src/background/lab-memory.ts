import * as v from 'valibot'
import { browser } from '../platform/browser.ts'
import { PACE, type Pace } from '../schedule/pace.ts'
import { clockShift, shiftClock } from './clock-shift.ts'

const PACE_KEY = 'lab.pace'
const CLOCK_KEY = 'lab.clock'

const PaceSchema = v.record(v.string(), v.pipe(v.number(), v.finite(), v.minValue(0)))
const ClockSchema = v.pipe(v.number(), v.finite())

/** What a test asked of this browser outlives the background, as the settings do. Lab builds only. */
export async function restoreLab(pace: Pace): Promise<void> {
  const kept = await browser.storage.local.get([PACE_KEY, CLOCK_KEY])
  const changes = v.safeParse(PaceSchema, kept[PACE_KEY])
  if (changes.success) Object.assign(pace, known(changes.output))
  const clock = v.safeParse(ClockSchema, kept[CLOCK_KEY])
  if (clock.success) shiftClock(clock.output)
}

/** Changes the pace in force, or goes back to the ordinary one (null). */
export async function changePace(pace: Pace, changes: Record<string, number> | null): Promise<Pace> {
  if (changes === null) {
    Object.assign(pace, PACE)
    await browser.storage.local.remove(PACE_KEY)
  } else {
    Object.assign(pace, known(v.parse(PaceSchema, changes)))
    await browser.storage.local.set({ [PACE_KEY]: { ...pace } })
  }
  return pace
}

export async function changeClock(offsetMs: number): Promise<{ now: number }> {
  shiftClock(v.parse(ClockSchema, offsetMs))
  await browser.storage.local.set({ [CLOCK_KEY]: clockShift() })
  return { now: Date.now() }
}

const known = (changes: Record<string, number>): Partial<Pace> =>
  Object.fromEntries(Object.entries(changes).filter(([name]) => name in PACE))
