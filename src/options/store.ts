import { type Signal, signal } from '@preact/signals'
import type { Target } from '../../core/model/target.ts'
import { listNetworks } from '../history/networks.ts'
import { type HistoryReader, openForReading } from '../history/open-for-reading.ts'
import type { Network } from '../history/records.ts'
import { listTargets } from '../history/targets.ts'
import type { MessageMap } from '../messages/messages.ts'
import { send } from '../messages/send.ts'
import { browser } from '../platform/browser.ts'
import { browserTimeZone, readSettings, SETTINGS_KEY } from '../settings/read.ts'
import type { Settings } from '../settings/settings.ts'
import { attempt, failureCode } from '../ui/attempt.ts'
import { type HostAccess, hostAccess } from '../ui/host-access.ts'
import { listOrigins } from '../ui/list-origins.ts'

export interface OptionsStore {
  reader: HistoryReader
  settings: Signal<Settings | null>
  targets: Signal<Target[]>
  /** Every network the history knows, the last seen first. */
  networks: Signal<Network[]>
  access: Signal<HostAccess>
  failure: Signal<string | null>
  /** Why the record cannot be read: a HistoryErrorCode, or the name of an error we did not foresee. */
  trouble: Signal<string | null>
  /** False when the change did not go through; `failure` then says why. */
  update(change: MessageMap['settings.update']['request']): Promise<boolean>
  /** Reads the list and the networks again, and what access there is. */
  reload(): Promise<void>
}

/** How soon to look again while the background upgrades the database. */
const UPDATING_RETRY_MS = 1_000

export function openOptions(): OptionsStore {
  const reader = openForReading()
  const store: OptionsStore = {
    reader,
    settings: signal<Settings | null>(null),
    targets: signal<Target[]>([]),
    networks: signal<Network[]>([]),
    access: signal<HostAccess>('none'),
    failure: signal<string | null>(null),
    trouble: signal<string | null>(null),
    update: (change) =>
      attempt(store.failure, async () => {
        store.settings.value = await send('settings.update', change)
        await readAccess()
      }),
    async reload() {
      await readLists()
      await readAccess()
    },
  }

  async function readLists(): Promise<void> {
    try {
      const reading = await reader.read(
        async (db) => [await listTargets(db), await listNetworks(db)] as const,
      )
      store.trouble.value = reading.state === 'updating' ? 'updating' : null
      if (reading.state === 'updating') return void setTimeout(store.reload, UPDATING_RETRY_MS)
      const [targets, networks] = reading.state === 'ready' ? reading.value : [[], []]
      store.targets.value = targets
      store.networks.value = [...networks].sort((a, b) => b.lastSeen - a.lastSeen)
    } catch (error) {
      store.trouble.value = failureCode(error)
    }
  }

  async function readAccess(): Promise<void> {
    const { settings, targets } = store
    if (settings.value) store.access.value = await hostAccess(listOrigins(targets.value, settings.value))
  }

  /** Removed with all the rest, they are as at install. */
  async function readOwn(): Promise<void> {
    store.settings.value = await readSettings(browser.storage.local, browserTimeZone())
  }

  browser.storage.onChanged.addListener((changes, area) => {
    if (area === 'local' && changes[SETTINGS_KEY]) void readOwn()
  })
  // Access can be taken away on the browser's own pages at any time.
  browser.permissions.onAdded.addListener(() => void readAccess())
  browser.permissions.onRemoved.addListener(() => void readAccess())
  void readOwn().then(store.reload)
  return store
}
