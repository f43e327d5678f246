import { ENGINE_VERSION, judge } from '../../core/verdict/judge.ts'
import type { History } from '../history/open.ts'
import { reJudge } from '../history/re-judge.ts'
import type { Pace } from '../schedule/pace.ts'
import type { Sweeper } from '../schedule/sweeper.ts'

/** Small: while a batch is written, a finished look waits for the store. */
const BATCH = 50

/**
 * After an update with a newer engine: judges what is stored again, while nothing is measured. The background may be
 * ended in the middle; its next start goes on there.
 */
export async function reJudgeWhenIdle(
  history: History,
  sweeper: Sweeper,
  pace: Pace,
  done: () => Promise<void>,
): Promise<void> {
  let changed = false
  await history.withDb((db) =>
    reJudge(db, {
      engine: { version: ENGINE_VERSION, judge },
      batch: BATCH,
      signal: new AbortController().signal,
      ready: () => sweeper.idle(),
      onProgress() {
        changed = true
      },
      pace,
    }),
  )
  if (changed) await done()
}
