import type {
  HistoryEvent,
  Latest,
  LongRollup,
  Measurement,
  Rollup,
  Sweep,
} from '../../src/history/records.ts'
import type { DriverLink } from './driver-link.ts'

/** All that the extension keeps of its looks. */
export interface Kept {
  sweeps: Sweep[]
  measurements: Measurement[]
  latest: Latest[]
  rollups: Rollup[]
  days: LongRollup[]
  months: LongRollup[]
  events: HistoryEvent[]
}

/** Reads it between two looks: were one recorded meanwhile, the stores would tell of different moments. */
export async function readKept(link: DriverLink): Promise<Kept> {
  const store = <T>(name: string) => link.ask<T[]>('history', { store: name })
  for (;;) {
    const before = await store<Rollup>('rollups')
    const kept = {
      sweeps: await store<Sweep>('sweeps'),
      measurements: await store<Measurement>('measurements'),
      latest: await store<Latest>('latest'),
      days: await store<LongRollup>('days'),
      months: await store<LongRollup>('months'),
      events: await store<HistoryEvent>('events'),
      rollups: await store<Rollup>('rollups'),
    }
    if (looksIn(before) === looksIn(kept.rollups)) return kept
  }
}

const looksIn = (rollups: readonly Rollup[]): number =>
  rollups.flatMap(({ counts }) => Object.values(counts)).reduce((sum, n) => sum + n, 0)
