import { openHistory } from '../src/history/open.ts'
import { dayStrip, statusList } from '../src/history/read.ts'
import { HOME, type Sights, type WorldSize } from './history-world.ts'
import { seed } from './history-seed.ts'

const history = openHistory({ timeoutMs: 60_000 })

async function timed<T>(work: () => Promise<T>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

const api = {
  async seed(size: WorldSize, sights: Sights) {
    const before = (await navigator.storage.estimate()).usage ?? 0
    const ms = await timed(() => history.withDb((db) => seed(db, size, sights, (done) => { if (done % 40000 === 0) console.log(done, performance.now()) })))
    return { ms, bytes: ((await navigator.storage.estimate()).usage ?? 0) - before }
  },
  async popup(now: number) {
    let rows = 0
    const t = await timed(() => history.withDb(async (db) => {
      const t0 = performance.now()
      const list = await statusList(db, HOME)
      const t1 = performance.now()
      const ids = list.rows.filter((row) => row.latest).map((row) => row.target.id)
      const s = await dayStrip(db, ids, HOME, now)
      rows = list.rows.length
      console.log('list', t1 - t0, 'strip', performance.now() - t1, s.size)
    }))
    return [t, rows]
  },
}
export type Api = typeof api
Object.assign(globalThis, { bench: api })
