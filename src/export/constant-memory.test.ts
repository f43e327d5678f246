import 'fake-indexeddb/auto'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import type { HistoryDb } from '../history/schema.ts'
import { aLook, NOON_IN_ALMATY } from '../history/test-database.ts'
import { type Format, linesOf } from './formats.ts'
import type { Ask } from './looks.ts'
import { factsOf } from './seeded.test-kit.ts'
import { EVERYTHING, idAt } from './selection.ts'
import { writeLines } from './write-lines.ts'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** What is still held when everything that nobody needs is gone, bytes. */
function held(): number {
  collect()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

/** A store of so many small rows, one a millisecond, that are made when they are read. */
function storeOf(rows: number): Ask {
  const row = aLook()
  const db = {
    async getAll(_store: string, range: IDBKeyRange | null, most: number) {
      const from = range ? Number(range.lower) - NOON_IN_ALMATY + 1 : 0
      const count = Math.max(0, Math.min(most, rows - from))
      return Array.from({ length: count }, (_, n) => ({ ...row, id: idAt(NOON_IN_ALMATY + from + n) }))
    },
  }
  return (work) => work(db as unknown as HistoryDb)
}

it.each<Exclude<Format, 'backup'>>(['csv', 'jsonl'])(
  'an export as %s holds no more at its end than at its beginning',
  {
    timeout: 60_000,
  },
  async (format) => {
    const ROWS = 100_000
    const tally = { rows: 0, unread: 0 }
    let batches = 0
    let early = 0
    let late = 0
    const sink = {
      async write() {
        batches++
        if (batches === 20) early = held()
        if (batches === ROWS / 1_000) late = held()
      },
    }
    const lines = linesOf(format, storeOf(ROWS), EVERYTHING, factsOf(), tally)
    await writeLines(lines, sink, { signal: new AbortController().signal })
    expect(tally).toEqual({ rows: ROWS, unread: 0 })
    // Eighty thousand rows lie between, some 50 MB of text; what the engine compiles meanwhile is a few.
    expect(late - early).toBeLessThan(10_000_000)
  },
)
