let shiftMs = 0
const trueNow = Date.now

/** How far our wall clock is off, ms: 0 but in tests. */
export const clockShift = (): number => shiftMs

/** Lab builds only: from here on Date.now() is this much off, as after somebody set the clock. `new Date()` is not. */
export function shiftClock(ms: number): void {
  shiftMs = ms
  Date.now = () => trueNow() + shiftMs
}
