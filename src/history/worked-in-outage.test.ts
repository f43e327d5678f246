import { expect, it } from 'vitest'
import { at, beats, HOUR, record } from './link.test-kit.ts'
import { outagesIn } from './outages.ts'
import { freshHistory } from './test-database.ts'
import { workedIn } from './worked-in-outage.ts'

it('counts the hours surely inside, without those it came back in', async () => {
  const history = freshHistory()
  await history.withDb(async (db) => {
    // Bad from 10:10 to 14:25, with a return at 13:05; the network is well from 14:30 on.
    await record(
      db,
      ...beats('..nnnnnnnnnn'),
      ...beats('n'.repeat(24), 60),
      ...beats('n.nnnnnnnnnn', 180),
      ...beats('nnnnnn......', 240),
    )
    const hours = { engine: 1, networkId: 'home' }
    for (const i of [0, 1, 2, 3, 4, 5]) {
      const hour = at(0) + i * HOUR
      await db.put('rollups', { ...hours, targetId: 'listed', hour, counts: { reachable: 2 } })
      const cut = i === 1 || i === 2
      await db.put('rollups', {
        ...hours,
        targetId: 'cut',
        hour,
        counts: cut ? { untested: 1 } : { reachable: 1 },
      })
    }
    const [seen] = await outagesIn(db, { from: at(0), to: at(300), limit: 1 })
    if (!seen) throw new Error('no outage')
    expect(seen.outage.returns).toEqual([{ from: at(185), to: at(185) }])
    expect(await workedIn(db, seen.outage, ['listed', 'cut', 'never'], at(300))).toEqual([
      { targetId: 'listed', looks: 4, reachable: 4 },
      { targetId: 'cut', looks: 2, reachable: 0 },
    ])
    // While it goes on: up to now.
    const open = { ...seen.outage, end: null }
    expect(await workedIn(db, open, ['listed'], at(125))).toEqual([
      { targetId: 'listed', looks: 2, reachable: 2 },
    ])
    expect(await workedIn(db, open, ['listed'], at(30))).toEqual([])
  })
  history.close()
})
