import { listNetworks } from '../history/networks.ts'
import type { HistoryReader } from '../history/open-for-reading.ts'
import { dayStrip, latestTick, type StatusRow, type StripCell, statusList } from '../history/read.ts'
import type { Network, Tick } from '../history/records.ts'
import { currentNetwork } from '../networks/current.ts'

/** Everything the popup shows of the history at once, read in one go: what this network says. */
export interface Snapshot {
  rows: StatusRow[]
  strips: ReadonlyMap<string, StripCell[]>
  /** The last heartbeat on this network; null before the first. */
  tick: Tick | null
  network: Network
  /** There are results, of other networks. */
  elsewhere: boolean
  damaged: number
}

/** null while the background brings the database up to date: ask again in a moment. */
export async function readSnapshot(reader: HistoryReader, now: number): Promise<Snapshot | null> {
  const here = await currentNetwork()
  const reading = await reader.read(async (db): Promise<Snapshot> => {
    const [last, networks, { rows, damaged }] = await Promise.all([
      latestTick(db),
      listNetworks(db),
      statusList(db, here.id),
    ])
    const looked = rows.flatMap(({ latest }) => latest ?? [])
    const strips = await dayStrip(db, looked, now)
    // What is remembered of it is newer; the user's own word lies with the record.
    const label = networks.find(({ id }) => id === here.id)?.label ?? null
    const tick = last?.networkId === here.id ? last : null
    const elsewhere = last !== null && tick === null
    return { rows, strips, tick, network: { ...here, label }, elsewhere, damaged }
  })
  if (reading.state === 'updating') return null
  if (reading.state === 'ready') return reading.value
  return { rows: [], strips: new Map(), tick: null, network: here, elsewhere: false, damaged: 0 }
}
