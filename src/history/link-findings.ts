import type { TargetLook } from '../../core/connectivity/finding-facts.ts'
import { type Finding, findingsOf } from '../../core/connectivity/findings.ts'
import { stateOf } from '../../core/connectivity/state.ts'
import type { Observation } from '../../core/model/observation.ts'
import type { Target } from '../../core/model/target.ts'
import { linkFold } from './link-fold.ts'
import { measurementOf } from './measurement.ts'
import type { Latest, Tick } from './records.ts'
import { HOUR_MS } from './rollup.ts'
import type { HistoryDb } from './schema.ts'
import { LatestSchema, readRow, TickSchema } from './stored.ts'

/** Looks older than this say nothing of the line as it is. */
const FRESH_MS = 24 * HOUR_MS
/** Heartbeats of so long are searched for one that asked all hosts. */
const TICKS_MS = HOUR_MS
const MOST_TICKS = 100
/** From so many sites that fail by address on, it is asked whether they lie together; only then looks are read. */
const ASK_RANGES_FROM = 3

type Site = Pick<Target, 'id' | 'url' | 'category'>

/** What the line and the newest looks on this network say together (docs/connectivity.md). */
export async function linkFindings(
  db: HistoryDb,
  networkId: string,
  targets: readonly Site[],
  country: string,
  now: number,
): Promise<Finding[]> {
  const tx = db.transaction(['ticks', 'latest'])
  const [ticks, rows, fold] = await Promise.all([
    tx.objectStore('ticks').getAll(IDBKeyRange.bound(now - TICKS_MS, now), MOST_TICKS),
    tx.objectStore('latest').getAll(IDBKeyRange.bound([networkId], [networkId, []])),
    linkFold(db),
  ])
  const tick = newestFull(ticks, networkId)
  if (!tick) return []
  const latest = new Map<string, Latest>()
  for (const row of rows) {
    const read = readRow(LatestSchema, row)
    if (read && read.at > now - FRESH_MS) latest.set(read.targetId, read)
  }
  const judged = targets.flatMap((target) => {
    const last = latest.get(target.id)
    return last ? [{ target, last }] : []
  })
  const byAddress = judged.filter(({ last }) => failsByAddress(last)).length
  const looks = await Promise.all(
    judged.map(
      async ({ target, last }): Promise<TargetLook> => ({
        id: target.id,
        category: target.category,
        domestic: country !== '' && hostOf(target.url).endsWith(`.${country.toLowerCase()}`),
        status: last.verdict.status,
        mechanism: last.verdict.mechanism,
        addresses: byAddress < ASK_RANGES_FROM ? [] : await addressesOf(db, last.measurementId),
        latencyMs: last.latencyMs,
      }),
    ),
  )
  const ordinaryMs = fold?.lines[networkId]?.ordinaryMs ?? null
  return findingsOf({
    state: stateOf(tick, ordinaryMs),
    hosts: tick.detail?.hosts ?? {},
    ordinaryMs,
    targets: looks,
  })
}

/** The newest heartbeat here, and of those that found the same the newest that asked all hosts. */
function newestFull(rows: readonly unknown[], networkId: string): Tick | null {
  const ticks = rows
    .map((row) => readRow(TickSchema, row))
    .filter((tick) => tick !== null)
    .filter((tick) => tick.networkId === networkId)
  const newest = ticks.at(-1)
  const full = ticks.findLast(
    ({ detail, connectivity }) => detail && !detail.light && connectivity === newest?.connectivity,
  )
  return full ?? newest ?? null
}

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).hostname : '')

const failsByAddress = ({ verdict: { status, mechanism } }: Latest): boolean =>
  status === 'down' || (status === 'blocked' && mechanism !== 'dns' && mechanism !== 'tls-sni')

/** Where the site truly is: what independent resolvers said, and who answered. */
async function addressesOf(db: HistoryDb, measurementId: string): Promise<string[]> {
  const stored = await measurementOf(db, measurementId)
  return [...new Set(stored?.measurement.observations.flatMap(addressesIn) ?? [])]
}

function addressesIn(seen: Observation): string[] {
  if (seen.kind === 'doh') return seen.addresses
  if (seen.kind === 'page') return seen.response?.ip ? [seen.response.ip] : []
  return []
}
