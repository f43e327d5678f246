import type { Target } from '../../core/model/target.ts'
import type { Settings } from '../settings/settings.ts'

const MINUTE_MS = 60_000

/** From one background look at a target to the next, ms. */
export const intervalOf = (
  target: Pick<Target, 'intervalMinutes'>,
  settings: Pick<Settings, 'intervalMinutes'>,
): number => (target.intervalMinutes ?? settings.intervalMinutes) * MINUTE_MS

/** Sweeps come as often as the target that wants the most; without any, as the settings say. */
export function sweepPeriod(
  targets: readonly Pick<Target, 'intervalMinutes'>[],
  settings: Pick<Settings, 'intervalMinutes'>,
): number {
  const intervals = targets.map((target) => intervalOf(target, settings))
  return intervals.length > 0 ? Math.min(...intervals) : settings.intervalMinutes * MINUTE_MS
}

/**
 * Whether a target joins a sweep that begins now. Its looks lie up to half a period after the beginning of their
 * sweeps, and periods jitter: "nearly passed" is as much as those two can take away from a whole interval.
 */
export function isOwed(
  lastAt: number | null,
  how: { now: number; intervalMs: number; periodMs: number; jitter: number },
): boolean {
  // Never, or on a clock that was ahead.
  if (lastAt === null || lastAt > how.now) return true
  return how.now - lastAt >= how.intervalMs * (1 - how.jitter) - how.periodMs / 2
}
