import { noteNetwork } from '../history/note-network.ts'
import type { History } from '../history/open.ts'
import { browser } from '../platform/browser.ts'
import { mayReach } from '../platform/permissions.ts'
import { watchProxied } from '../platform/proxied.ts'
import { stripHeaders } from '../platform/strip-headers.ts'
import { readSettings } from '../settings/read.ts'
import { LOOKUP_TIMES } from './ask.ts'
import { Refresher, type RefresherDeps } from './refresher.ts'

/** The browser's own hands for finding out where we are. One for the whole background: askers share its answers. */
export function makeNetworks(
  deps: { history: History } & Pick<RefresherDeps, 'spend' | 'onChanged'>,
): Refresher {
  return new Refresher({
    area: browser.storage.local,
    settings: () => readSettings(browser.storage.local),
    mayReach,
    stripHeaders: (requests) => stripHeaders('networks', requests),
    watchProxied,
    fetch: (...request) => fetch(...request),
    times: LOOKUP_TIMES,
    async note(network) {
      const { keepHistory } = await readSettings(browser.storage.local)
      if (keepHistory) await deps.history.withDb((db) => noteNetwork(db, network))
    },
    spend: deps.spend,
    onChanged: deps.onChanged,
    now: Date.now,
    after: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  })
}
