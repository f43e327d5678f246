import { HistoryError } from '../history/history-error.ts'
import type { History } from '../history/open.ts'
import { latestTick, statusList } from '../history/read.ts'
import type { SweepProgress } from '../messages/messages.ts'
import { currentNetworkId } from '../networks/current.ts'
import { browser } from '../platform/browser.ts'
import { showBadge } from './badge.ts'

/** Pages follow both keys with storage.onChanged. */
export async function publishProgress(progress: SweepProgress): Promise<void> {
  await browser.storage.session.set({ progress })
}

/** `problem`: null, or why the last sweep could not be kept: a HistoryError's code, or 'failed'. */
export async function publishProblem(error: unknown): Promise<void> {
  const problem = error === null ? null : error instanceof HistoryError ? error.code : 'failed'
  if (problem) console.error('sweep failed', error)
  await browser.storage.session.set({ problem })
}

export async function publishBadge(history: History): Promise<void> {
  const networkId = await currentNetworkId()
  const { rows, tick } = await history.withDb(async (db) => ({
    rows: (await statusList(db, networkId)).rows,
    tick: await latestTick(db),
  }))
  await showBadge(rows, tick?.connectivity ?? null)
}
