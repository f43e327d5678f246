import { expect, it } from 'vitest'
import { at, beats, record } from './link.test-kit.ts'
import { linkTimeline } from './link-timeline.ts'
import { freshHistory } from './test-database.ts'

it('has a cell for each hour, those nobody saw among them', async () => {
  const history = freshHistory()
  await history.withDb(async (db) => {
    await record(
      db,
      ...beats('............'),
      ...beats('...x........', 60),
      ...beats('xxxxxxxxxxxx', 180),
      ...beats('nnnnnnnnnnnn', 240),
      ...beats('............', 300),
      ...beats('DDDDDDDDDDDD', 360),
      ...beats('............', 420),
    )
    const cells = await linkTimeline(db, 'home', at(0), at(479))
    expect(cells.map(({ state, inOutage }) => `${state}${inOutage ? '!' : ''}`)).toEqual([
      'online',
      // One bad heartbeat is a slip.
      'online',
      'unobserved',
      'offline!',
      'national-only!',
      'online',
      'domestic!',
      'online',
    ])
    expect(cells[1]).toMatchObject({ hour: at(60), ticks: 12, asked: 84, answered: 77 })
    expect(await linkTimeline(db, 'home', at(70), at(70))).toHaveLength(1)
    expect((await linkTimeline(db, 'phone', at(0), at(60))).map(({ state }) => state)).toEqual([
      'unobserved',
      'unobserved',
    ])
  })
  history.close()
})
