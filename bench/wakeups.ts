/** An alarm and the start that it causes are this close together, ms; the start is noticed later, never earlier. */
const SAME_MS = 3_000

/** Every alarm wakes, or finds awake what would else sleep; a start without one was something else's doing. */
export function countWakeups(alarms: readonly number[], starts: readonly number[]): number {
  const others = starts.filter((start) => !alarms.some((alarm) => start >= alarm && start - alarm <= SAME_MS))
  return alarms.length + others.length
}
