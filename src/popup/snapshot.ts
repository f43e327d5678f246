import { listNetworks } from '../history/networks.ts'
import type { HistoryReader } from '../history/open-for-reading.ts'
import { dayStrip, latestTick, type StatusRow, type StripCell, statusList } from '../history/read.ts'
import type { Network, Tick } from '../history/records.ts'

/** Everything the popup shows of the history, read in one go. */
export interface Snapshot {
  rows: StatusRow[]
  strips: ReadonlyMap<string, StripCell[]>
  tick: Tick | null
  network: Network | null
  damaged: number
}

export const NOTHING: Snapshot = {
  rows: [],
  strips: new Map(),
  tick: null,
  network: null,
  damaged: 0,
}

/** Until networks are told apart there is this one. */
const UNKNOWN_NETWORK = 'unknown'

/** null while the background brings the database up to date: ask again in a moment. */
export async function readSnapshot(reader: HistoryReader, now: number): Promise<Snapshot | null> {
  const reading = await reader.read(async (db): Promise<Snapshot> => {
    const [tick, networks] = await Promise.all([latestTick(db), listNetworks(db)])
    const networkId = tick?.networkId ?? UNKNOWN_NETWORK
    const { rows, damaged } = await statusList(db, networkId)
    const ids = rows.filter((row) => row.latest).map((row) => row.target.id)
    const strips = await dayStrip(db, ids, networkId, now)
    const network = networks.find((known) => known.id === networkId) ?? null
    return { rows, strips, tick, network, damaged }
  })
  if (reading.state === 'updating') return null
  return reading.state === 'empty' ? NOTHING : reading.value
}
