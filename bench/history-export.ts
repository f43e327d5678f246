import { ENGINE_VERSION } from '../core/verdict/judge.ts'
import type { ExportFacts } from '../src/export/facts.ts'
import { linesOf } from '../src/export/formats.ts'
import { type Ask, BATCH } from '../src/export/looks.ts'
import { EVERYTHING, keysBetween } from '../src/export/selection.ts'
import { writeLines } from '../src/export/write-lines.ts'
import { HISTORY_VERSION } from '../src/history/schema.ts'
import { type Timed, timed } from './history-reads.ts'

type LooksFormat = 'csv' | 'jsonl' | 'ooni'

const FACTS: ExportFacts = {
  extension: '0.0.0',
  engine: ENGINE_VERSION,
  schema: HISTORY_VERSION,
  browser: 'chromium',
  madeAt: 0,
  networks: new Map(),
  targets: new Map(),
}

/** Exports of looks, into a sink that keeps nothing, and the plain reading that all of them begin with. */
export function exporting(ask: Ask) {
  return {
    /** Answers rows, the heading lines not counted. */
    async export(format: LooksFormat, from: number, to: number): Promise<Timed<number>> {
      const selection = { ...EVERYTHING, from, to }
      const sink = { write: async () => {} }
      const { signal } = new AbortController()
      const tally = { rows: 0, unread: 0 }
      const { ms } = await timed(() =>
        writeLines(linesOf(format, ask, selection, FACTS, tally), sink, { signal }),
      )
      return { ms, value: tally.rows }
    },

    /** The peer: the same rows out of the store, as many at a time, and nothing done with them. */
    readRaw(from: number, to: number): Promise<Timed<number>> {
      return timed(async () => {
        let read = 0
        let range = keysBetween(from, to)
        for (;;) {
          const rows = await ask((db) => db.getAll('measurements', range ?? null, BATCH))
          read += rows.length
          const last = rows.at(-1)
          if (!last || rows.length < BATCH) return read
          range = IDBKeyRange.bound(last.id, range?.upper, true, true)
        }
      })
    },
  }
}
