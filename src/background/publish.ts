import type { Tick } from '../../core/connectivity/tick.ts'
import { HistoryError } from '../history/history-error.ts'
import type { History } from '../history/open.ts'
import { statusList } from '../history/read.ts'
import type { Resting, SweepProgress } from '../messages/messages.ts'
import { currentNetworkId } from '../networks/current.ts'
import { browser } from '../platform/browser.ts'
import { showBadge } from './badge.ts'
import { linkSeen } from './link-seen.ts'

/** Pages follow these keys with storage.onChanged. */
export async function publishProgress(progress: SweepProgress): Promise<void> {
  await browser.storage.session.set({ progress })
}

/** `problem`: null, or why the last sweep could not be kept: a HistoryError's code, or 'failed'. */
export async function publishProblem(error: unknown): Promise<void> {
  const problem = error === null ? null : error instanceof HistoryError ? error.code : 'failed'
  if (problem) console.error('sweep failed', error)
  await browser.storage.session.set({ problem })
}

/** Written when it changes: pages would read everything anew each time. */
export async function publishResting(resting: Resting | null): Promise<void> {
  const { resting: told = null } = await browser.storage.session.get('resting')
  // Of the times that nobody is told a word about only the reason counts.
  const said = resting && { ...resting, until: resting.why === 'budget' ? resting.until : null }
  if (JSON.stringify(told) !== JSON.stringify(said)) await browser.storage.session.set({ resting: said })
}

export async function publishBadge(history: History): Promise<void> {
  const networkId = await currentNetworkId()
  const rows = await history.withDb(async (db) => (await statusList(db, networkId)).rows)
  await showBadge(rows, await linkSeen(history))
}

/** The last look at the link, for who keeps no history too: `link` in storage.session. */
export async function publishTick({ at, connectivity, networkId }: Tick): Promise<void> {
  await browser.storage.session.set({ link: { at, connectivity, networkId } })
}
