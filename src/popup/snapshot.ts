import { listNetworks } from '../history/networks.ts'
import type { HistoryReader } from '../history/open-for-reading.ts'
import { dayStrip, latestTick, type StatusRow, type StripCell, statusList } from '../history/read.ts'
import type { Network } from '../history/records.ts'
import { currentNetwork } from '../networks/current.ts'
import { type LinkLook, lastLookOn, lookOfSession } from './last-look.ts'

/** Everything the popup shows of the history at once, read in one go: what this network says. */
export interface Snapshot {
  rows: StatusRow[]
  strips: ReadonlyMap<string, StripCell[]>
  /** The last heartbeat on this network, kept or not; null before the first. */
  tick: LinkLook | null
  network: Network
  /** There are results, of other networks. */
  elsewhere: boolean
  damaged: number
}

/** null while the background brings the database up to date: ask again in a moment. */
export async function readSnapshot(reader: HistoryReader, now: number): Promise<Snapshot | null> {
  const [here, told] = await Promise.all([currentNetwork(), lookOfSession()])
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
    const tick = lastLookOn(here.id, [last, told])
    const elsewhere = (last ?? told) !== null && tick === null
    return { rows, strips, tick, network: { ...here, label }, elsewhere, damaged }
  })
  if (reading.state === 'updating') return null
  if (reading.state === 'ready') return reading.value
  const tick = lastLookOn(here.id, [told])
  return { rows: [], strips: new Map(), tick, network: here, elsewhere: false, damaged: 0 }
}
