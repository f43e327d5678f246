import { openHistory } from '../src/history/open.ts'
import { openForReading } from '../src/history/open-for-reading.ts'
import { exporting } from './history-export.ts'
import { reads, timed } from './history-reads.ts'
import { seed } from './history-seed.ts'
import type { Sights, WorldSize } from './history-world.ts'
import { writes } from './history-writes.ts'

/** The page that is driven by bench/history.ts: the extension's own code on the browser's own IndexedDB. */

const history = openHistory({ timeoutMs: 60_000 })
const reader = openForReading({ timeoutMs: 60_000 })

const usage = async (): Promise<number> => (await navigator.storage.estimate()).usage ?? 0

const api = {
  async seed(size: WorldSize, sights: Sights): Promise<{ ms: number; bytes: number }> {
    await history.withDb(async () => {})
    const before = await usage()
    const say = (rows: number) => {
      if (rows % 400_000 === 0) console.log(`${rows} rows`)
    }
    const { ms } = await timed(() => history.withDb((db) => seed(db, size, sights, say)))
    return { ms, bytes: (await usage()) - before }
  },
  ...reads(reader),
  ...writes(history),
  ...exporting(history.withDb),
}

export type HistoryBench = typeof api

Object.assign(globalThis, { historyBench: api })
