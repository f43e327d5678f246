import type { Measurement, Rollup } from './records.ts'

export const HOUR_MS = 3_600_000

/** Epoch ms of the start of the UTC hour. */
export function hourOf(at: number): number {
  return Math.floor(at / HOUR_MS) * HOUR_MS
}

/** The hour's counts with one look more. Every look counts, the unjudged ones too. */
export function countLook(previous: Rollup | null, look: Measurement): Rollup {
  const { status, engine } = look.verdict
  const counts = previous?.counts ?? {}
  return {
    networkId: look.networkId,
    targetId: look.targetId,
    hour: hourOf(look.at),
    counts: { ...counts, [status]: (counts[status] ?? 0) + 1 },
    // The oldest engine counted: an hour of mixed engines is then found when history is judged again.
    engine: Math.min(previous?.engine ?? engine, engine),
  }
}
