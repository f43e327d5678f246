import type { HistoryDb } from '../schema.ts'
import { countReader } from './counted.ts'
import { countedInWindows, type Windows, windowsOf } from './windows.ts'

/** Hours are forgotten some day, and months are not there until what an older version counted has been added up. */
export const EVER_COUNTED = ['hour', 'month'] as const

export interface Percentages {
  /** All the targets asked for, each look counting once. */
  total: Windows
  /** By target; one that was never looked at has n = 0 everywhere. */
  targets: Map<string, Windows>
  /** Rows on the disk that could not be read and are left out. */
  damaged: number
}

/**
 * How much of the last day, week, month and year was blocked or otherwise restricted, each by itself and all together.
 * A few reads for each target and network, however long the history is.
 *
 * @param networkId null: all networks together
 */
export async function percentages(
  db: HistoryDb,
  ask: { targetIds: readonly string[]; networkId: string | null; now: number },
): Promise<Percentages> {
  const reader = countReader(db)
  const networks = ask.networkId === null ? await reader.networks(...EVER_COUNTED) : [ask.networkId]
  const counted = await Promise.all(
    ask.targetIds.map((targetId) =>
      Promise.all(networks.map((networkId) => countedInWindows(reader, networkId, targetId, ask.now))),
    ),
  )
  const targets = ask.targetIds.map((targetId, i): [string, Windows] => [
    targetId,
    windowsOf(counted[i] ?? [], ask.now),
  ])
  return {
    total: windowsOf(counted.flat(), ask.now),
    targets: new Map(targets),
    damaged: reader.damaged(),
  }
}
