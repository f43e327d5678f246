import { keptLatest } from '../history/unkept.ts'
import { aboutOf, type Tally } from './about.ts'
import type { ExportFacts } from './facts.ts'
import { type Ask, BATCH, looksIn } from './looks.ts'
import { EVERYTHING, idAt } from './selection.ts'
import { type PlainStore, rowsOf } from './store-rows.ts'

/** First counts, then what they count: whoever restores then has nothing to count twice. */
const BEFORE: readonly PlainStore[] = [
  'targets',
  'networks',
  'months',
  'days',
  'rollups',
  'linkHours',
  'outages',
  'ticks',
  'sweeps',
  'events',
]

/** Looks take at most minutes: one that began before this and is not yet stored will not be. */
const UNDER_WAY_MS = 15 * 60_000

/**
 * Everything that was recorded, one `{store,row}` a line, between a line that says what it is and one that says it is
 * complete. Left out: the store's own notes (`meta`), and all that names this installation. The newest looks come with
 * where the targets stand, out of one transaction, so that nothing measured meanwhile pulls the two apart.
 */
export async function* backupLines(ask: Ask, facts: ExportFacts, tally: Tally): AsyncGenerator<string[]> {
  const stores: Record<string, number> = {}
  const linesFor = (store: string, rows: readonly unknown[]): string[] => {
    stores[store] = (stores[store] ?? 0) + rows.length
    tally.rows += rows.length
    return rows.map((row) => JSON.stringify({ store, row }))
  }
  yield [JSON.stringify({ fenceline: 'backup', ...aboutOf(EVERYTHING, facts) })]
  if (facts.settings !== undefined) yield linesFor('settings', [facts.settings])
  for (const store of BEFORE) {
    for await (const rows of rowsOf(ask, store)) yield linesFor(store, rows)
  }
  const unkept = await unkeptIds(ask)
  const kept = (rows: readonly unknown[]) =>
    rows.filter((row) => !(typeof row === 'object' && row && 'id' in row && unkept.has(row.id)))
  const settled = Math.max(0, facts.madeAt - UNDER_WAY_MS)
  for await (const rows of looksIn(ask, { ...EVERYTHING, to: settled })) {
    yield linesFor('measurements', kept(rows))
  }
  const newest = await ask(async (db) => {
    const tx = db.transaction(['measurements', 'latest'])
    const looks = tx.objectStore('measurements').getAll(IDBKeyRange.lowerBound(idAt(settled)))
    const latest = tx.objectStore('latest').getAll()
    return { looks: await looks, latest: await latest }
  })
  const looks = kept(newest.looks)
  for (let at = 0; at < looks.length; at += BATCH) yield linesFor('measurements', looks.slice(at, at + BATCH))
  const standing = newest.latest.flatMap((row) => keptLatest(row) ?? [])
  yield linesFor('latest', standing)
  yield [JSON.stringify({ end: true, rows: tally.rows, stores })]
}

/** Looks of the mode that keeps no history: they are shown, and go with the browser. */
function unkeptIds(ask: Ask): Promise<Set<unknown>> {
  return ask(async (db) => {
    const rows = await db.getAll('latest')
    return new Set(rows.filter((row) => row.unkept).map((row) => row.measurementId))
  })
}

/** About how many rows a backup will have. */
export function countBackup(ask: Ask): Promise<number> {
  return ask(async (db) => {
    const stores = [...BEFORE, 'measurements', 'latest'] as const
    const tx = db.transaction(stores)
    const counts = stores.map((name) => tx.objectStore(name).count())
    return (await Promise.all(counts)).reduce((sum, n) => sum + n, 0)
  })
}
