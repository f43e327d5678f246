import { browser } from '../platform/browser.ts'
import { ALL_SITES } from '../platform/permissions.ts'

export type HostAccess = 'all' | 'listed' | 'some' | 'none'

/** How much of `listed` (match patterns of the watchlist) we may reach. */
export async function hostAccess(listed: readonly string[]): Promise<HostAccess> {
  if (await browser.permissions.contains({ origins: [ALL_SITES] })) return 'all'
  if (listed.length > 0 && (await browser.permissions.contains({ origins: [...listed] }))) return 'listed'
  const { origins = [] } = await browser.permissions.getAll()
  return origins.length > 0 ? 'some' : 'none'
}

/** Takes back every host the user ever gave. */
export async function dropAccess(): Promise<void> {
  const { origins = [] } = await browser.permissions.getAll()
  if (origins.length > 0) await browser.permissions.remove({ origins })
}
