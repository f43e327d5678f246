import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { History } from '../history/open.ts'
import type { Measurement } from '../history/records.ts'
import { freshHistory, NOON_IN_ALMATY } from '../history/test-database.ts'
import { CSV_COLUMNS } from './csv-columns.ts'
import { linesOf } from './formats.ts'
import { countLooks, looksIn } from './looks.ts'
import { askOf, factsOf, linesIn, NETWORKS, SITES, seed } from './seeded.test-kit.ts'
import { EVERYTHING, type Selection } from './selection.ts'

let history: History
let looks: Measurement[]
beforeEach(async () => {
  history = freshHistory()
  looks = await seed(history, 47)
})
afterEach(() => history.close())

const idsOf = async (selection: Selection, batch: number) => {
  const ids: unknown[] = []
  for await (const rows of looksIn(askOf(history), selection, batch)) {
    ids.push(...rows.map((row) => (row as Measurement).id))
  }
  return ids
}

describe('looks of an export', () => {
  it('are exactly those of the selection, each once, whatever the size of a batch', {
    timeout: 60_000,
  }, async () => {
    const time = fc.option(fc.integer({ min: -2, max: 50 }).map((n) => NOON_IN_ALMATY + n * 1_200_000))
    const some = <T>(all: readonly T[]) => fc.option(fc.subarray([...all]))
    await fc.assert(
      fc.asyncProperty(
        time,
        time,
        some([...SITES, 'https://never.example/']),
        some(NETWORKS),
        fc.integer({ min: 1, max: 60 }),
        async (from, to, targetIds, networkIds, batch) => {
          const wanted = looks.filter(
            (look) =>
              (from === null || look.at >= from) &&
              (to === null || look.at < to) &&
              (!targetIds || targetIds.includes(look.targetId)) &&
              (!networkIds || networkIds.includes(look.networkId)),
          )
          const selection = { from, to, targetIds, networkIds }
          const ids = await idsOf(selection, batch)
          expect([...ids].sort()).toEqual(wanted.map(({ id }) => id))
          const counted = await countLooks(askOf(history), selection)
          if (targetIds || !networkIds) expect(counted).toBe(wanted.length)
          else expect(counted).toBeGreaterThanOrEqual(wanted.length)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('come oldest first', async () => {
    expect(await idsOf(EVERYTHING, 10)).toEqual(looks.map(({ id }) => id))
  })
})

describe('a table', () => {
  it('has its head and a line a look, with the network and the method in each', async () => {
    const [head, first, ...rest] = await linesIn(linesOf('csv', askOf(history), EVERYTHING, factsOf()))
    expect(head?.split(',')).toEqual(CSV_COLUMNS)
    expect(rest).toHaveLength(looks.length - 1)
    expect(first).toBe(
      `${looks[0]?.id},2022-01-05T10:00:00.000Z,https://a.example/,,blocked,dns,likely,,,,test.rule,,,,,,` +
        `as9198-kz,'=home,9198,"JSC ""Example"", Almaty",KZ,false,400,1,1000,chromium 156,1,sweep,` +
        '"Fenceline 0.1.0, as this browser saw it"',
    )
  })

  it('leaves out, and counts, what cannot be read', async () => {
    await history.withDb((db) => db.put('measurements', { id: `${NOON_IN_ALMATY}-bad` } as never))
    for (const format of ['csv', 'ooni'] as const) {
      const tally = { rows: 0, unread: 0 }
      await linesIn(linesOf(format, askOf(history), EVERYTHING, factsOf(), tally))
      expect([format, tally]).toEqual([format, { rows: looks.length, unread: 1 }])
    }
    // Evidence as it lies there is taken along, readable or not.
    const tally = { rows: 0, unread: 0 }
    await linesIn(linesOf('jsonl', askOf(history), EVERYTHING, factsOf(), tally))
    expect(tally).toEqual({ rows: looks.length + 1, unread: 0 })
  })
})

describe('JSON Lines', () => {
  it('are the rows of the store, behind a line that says what they are', async () => {
    const selection = { ...EVERYTHING, targetIds: [SITES[1]] }
    const lines = await linesIn(linesOf('jsonl', askOf(history), selection, factsOf()))
    const [head, ...rows] = lines.map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(head).toMatchObject({
      fenceline: 'looks',
      note: 'as this browser saw it',
      extension: '0.1.0',
      rulesVersion: 2,
      timeZone: 'UTC',
      targets: [SITES[1]],
    })
    const stored = await history.withDb((db) => db.getAll('measurements'))
    const byId = (a: { id?: unknown }, b: { id?: unknown }) => (String(a.id) < String(b.id) ? -1 : 1)
    expect(rows.sort(byId)).toEqual(stored.filter(({ url }) => url === SITES[1]))
  })
})
