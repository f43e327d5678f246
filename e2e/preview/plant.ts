import { openHistory } from '../../src/history/open.ts'
import { type SeedState, seed } from './seed.ts'

/** Writes a seed into the page's own database, through the real schema. */
export async function plant(state: SeedState, now: number): Promise<void> {
  const { targets, latest, rollups, ticks, measurements } = seed(state, now)
  const history = openHistory()
  await history.withDb(async (db) => {
    const tx = db.transaction(['targets', 'latest', 'rollups', 'ticks', 'measurements'], 'readwrite')
    for (const row of targets) void tx.objectStore('targets').put(row)
    for (const row of latest) void tx.objectStore('latest').put(row)
    for (const row of rollups) void tx.objectStore('rollups').put(row)
    for (const row of ticks) void tx.objectStore('ticks').put(row)
    for (const row of measurements) void tx.objectStore('measurements').put(row)
    await tx.done
  })
  history.close()
}

Object.assign(window, { plant })
