import { ENGINE_VERSION, judge } from '../core/verdict/judge.ts'
import type { History } from '../src/history/open.ts'
import { pruneLooks } from '../src/history/prune-looks.ts'
import { reJudge } from '../src/history/re-judge.ts'
import { recordMeasurement } from '../src/history/record.ts'
import type { Sweep } from '../src/history/records.ts'
import { saveSweep } from '../src/history/sweeps.ts'
import { type Timed, timed } from './history-reads.ts'
import { looksOf, type Sights, sweepOf, type WorldSize } from './history-world.ts'

/** As src/background/re-judge-when-idle.ts has it. */
const RE_JUDGE_BATCH = 50

/** What only the background does. */
export function writes(history: History) {
  return {
    /** The looks of one more sweep, one after the other, as they would come: ms of each. */
    async insert(size: WorldSize, sights: Sights): Promise<number[]> {
      const plan: Sweep = {
        ...sweepOf(size, size.looks),
        state: 'running',
        endedAt: null,
        requests: 0,
        bytes: 0,
      }
      const items = plan.items.map((item) => ({ ...item, done: false }))
      await history.withDb((db) => saveSweep(db, { ...plan, items }))
      const ms: number[] = []
      for (const look of looksOf(size, sights, size.looks, size.looks + size.targets)) {
        ms.push((await timed(() => history.withDb((db) => recordMeasurement(db, look)))).ms)
      }
      return ms
    },

    /** Everything from before `before`, in batches as upkeep does it. */
    prune(before: number): Promise<Timed<number>> {
      return timed(async () => {
        const pruning = await history.withDb((db) => pruneLooks(db, { before }))
        let removed = 0
        for (let n = -1; n !== 0; removed += n) n = await history.withDb((db) => pruning.next(db))
        return removed
      })
    },

    /** Judges by an engine that is newer and says the same, until time is up. */
    reJudge(limitMs: number): Promise<Timed<number>> {
      const version = ENGINE_VERSION + 1
      let looks = 0
      const engine = {
        version,
        judge: (input: Parameters<typeof judge>[0]) => {
          looks++
          return { ...judge(input), engine: version }
        },
      }
      const signal = AbortSignal.timeout(limitMs)
      return timed(async () => {
        await history.withDb((db) => reJudge(db, { engine, batch: RE_JUDGE_BATCH, signal }))
        return looks
      })
    },
  }
}
