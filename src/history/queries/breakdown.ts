import type { Status } from '../../../core/model/status.ts'
import type { Latest, Network } from '../records.ts'
import type { HistoryDb } from '../schema.ts'
import { LatestSchema, NetworkSchema, readRow } from '../stored.ts'
import { countReader } from './counted.ts'
import { EVER_COUNTED } from './percentages.ts'
import { countedInWindows, type Windows, windowsOf } from './windows.ts'

/** Several targets as one network sees them. */
export interface NetworkPart {
  networkId: string
  /** What is known of it; null for one that is only known by its id. */
  network: Network | null
  /** Where each target stands there, by target; those never looked at are not in it. */
  latest: Map<string, Latest>
  /** How many of them by what their newest look said. */
  standing: Partial<Record<Status, number>>
  /** All of them together. */
  windows: Windows
}

export interface Breakdown {
  /** Those that ever looked at one of the targets, the one seen last first. */
  networks: NetworkPart[]
  /** Rows on the disk that could not be read and are left out. */
  damaged: number
}

/** One target, or the whole list, side by side on every network it was looked at from. */
export async function byNetwork(
  db: HistoryDb,
  { targetIds, now }: { targetIds: readonly string[]; now: number },
): Promise<Breakdown> {
  const [standings, parts] = await Promise.all([
    readStandings(db, new Set(targetIds)),
    readCounts(db, targetIds, now),
  ])
  const ids = new Set([...standings.latest.keys(), ...parts.windows.keys()])
  const networks = [...ids].map((networkId): NetworkPart => {
    const latest = standings.latest.get(networkId) ?? new Map<string, Latest>()
    return {
      networkId,
      network: standings.networks.get(networkId) ?? null,
      latest,
      standing: countBy([...latest.values()].map(({ verdict }) => verdict.status)),
      windows: parts.windows.get(networkId) ?? windowsOf([], now),
    }
  })
  return {
    networks: networks.sort((a, b) => lastSeen(b) - lastSeen(a) || (a.networkId < b.networkId ? -1 : 1)),
    damaged: standings.damaged + parts.damaged,
  }
}

/** Two small stores, whatever the length of the history. */
async function readStandings(db: HistoryDb, targetIds: ReadonlySet<string>) {
  const tx = db.transaction(['latest', 'networks'])
  const [latestRows, networkRows] = await Promise.all([
    tx.objectStore('latest').getAll(),
    tx.objectStore('networks').getAll(),
  ])
  const latest = new Map<string, Map<string, Latest>>()
  const networks = new Map<string, Network>()
  let damaged = 0
  for (const row of latestRows) {
    const read = readRow(LatestSchema, row)
    if (!read) damaged++
    else if (targetIds.has(read.targetId)) {
      const ofNetwork = latest.get(read.networkId) ?? new Map<string, Latest>()
      latest.set(read.networkId, ofNetwork.set(read.targetId, read))
    }
  }
  for (const row of networkRows) {
    const read = readRow(NetworkSchema, row)
    if (read) networks.set(read.id, read)
    else damaged++
  }
  return { latest, networks, damaged }
}

async function readCounts(db: HistoryDb, targetIds: readonly string[], now: number) {
  const reader = countReader(db)
  const ids = await reader.networks(...EVER_COUNTED)
  const windows = await Promise.all(
    ids.map(async (networkId): Promise<[string, Windows]> => {
      const counted = targetIds.map((targetId) => countedInWindows(reader, networkId, targetId, now))
      return [networkId, windowsOf(await Promise.all(counted), now)]
    }),
  )
  const looked = windows.filter(([, { '1y': year }]) => year.n + year.unjudged > 0)
  return { windows: new Map(looked), damaged: reader.damaged() }
}

function countBy(statuses: readonly Status[]): Partial<Record<Status, number>> {
  const counts = new Map<Status, number>()
  for (const status of statuses) counts.set(status, (counts.get(status) ?? 0) + 1)
  return Object.fromEntries(counts)
}

function lastSeen({ latest }: NetworkPart): number {
  return Math.max(0, ...[...latest.values()].map(({ at }) => at))
}
