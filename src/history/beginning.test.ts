import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Status } from '../../core/model/status.ts'
import { engine, look, SITE, said } from './judged-looks.test-kit.ts'
import type { History } from './open.ts'
import { reJudge } from './re-judge.ts'
import { recordMeasurement } from './record.ts'
import type { HistoryEvent } from './records.ts'
import { freshHistory } from './test-database.ts'

let history: History
beforeEach(() => {
  history = freshHistory()
})
afterEach(() => history.close())

const events = () => history.withDb((db) => db.getAll('events'))
const latest = () => history.withDb((db) => db.get('latest', ['unknown', SITE]))
const { signal } = new AbortController()
const run = (version = 2, batch = 4) =>
  history.withDb((db) => reJudge(db, { engine: engine(version), batch, signal }))
/** As if it had never been done. */
const forget = () =>
  history.withDb(async (db) => {
    for (const row of await db.getAll('latest')) await db.put('latest', { ...row, engine: 0 })
  })

describe('a change of which only the second half is left', () => {
  /** Reachable and gone, then `left` looks that this engine calls so; the event was told of the first pair. */
  async function halfGone(left: number, one: Status, two: Status): Promise<void> {
    const looks = [
      look(0, said('reachable')),
      ...Array.from({ length: left }, (_, n) => look(n + 1, said(one, two))),
    ]
    await history.withDb(async (db) => {
      for (const one of looks) await recordMeasurement(db, one)
      await db.delete('measurements', looks[0]?.id ?? '')
    })
  }
  const ends = async () =>
    (await events()).map(({ lastBefore, firstAfter, to }: HistoryEvent) => [
      lastBefore,
      firstAfter,
      to.status,
    ])
  const [before, after] = [look(0, {}).at, look(1, {}).at]

  it.each([1, 9])('stays as it was told, once, in batches of %i', async (batch) => {
    await halfGone(8, 'blocked', 'blocked')
    const told = await events()
    expect(told).toHaveLength(1)
    for (const version of [2, 2]) {
      await forget()
      await run(version, batch)
      expect(await events()).toEqual(told)
    }
    expect(await latest()).toMatchObject({ since: after, lastOtherAt: before })
  })

  it('stays where the newer engine cannot tell, and where a single look is left', async () => {
    await halfGone(2, 'blocked', 'inconclusive')
    const told = await events()
    await history.withDb((db) => db.delete('measurements', look(2, {}).id))
    await run()
    expect(await events()).toEqual(told)
  })

  it('goes when the looks that told it say otherwise now', async () => {
    await halfGone(3, 'blocked', 'reachable')
    await run()
    expect(await ends()).toEqual([])
  })

  it('is another one when they tell of another', async () => {
    await halfGone(3, 'blocked', 'down')
    await run()
    expect(await ends()).toEqual([[before, after, 'down']])
  })
})
