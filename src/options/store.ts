import { type Signal, signal } from '@preact/signals'
import type { Target } from '../../core/model/target.ts'
import { openForReading } from '../history/open-for-reading.ts'
import { listTargets } from '../history/targets.ts'
import type { MessageMap } from '../messages/messages.ts'
import { send } from '../messages/send.ts'
import { browser } from '../platform/browser.ts'
import { browserTimeZone, parseSettings, readSettings, SETTINGS_KEY } from '../settings/read.ts'
import type { Settings } from '../settings/settings.ts'
import { attempt } from '../ui/attempt.ts'
import { type HostAccess, hostAccess } from '../ui/host-access.ts'
import { listOrigins } from '../ui/list-origins.ts'

export interface OptionsStore {
  settings: Signal<Settings | null>
  targets: Signal<Target[]>
  access: Signal<HostAccess>
  failure: Signal<string | null>
  /** False when the change did not go through; `failure` then says why. */
  update(change: MessageMap['settings.update']['request']): Promise<boolean>
  /** Reads the list again, and what access it has. */
  reload(): Promise<void>
}

export function openOptions(): OptionsStore {
  const reader = openForReading()
  const store: OptionsStore = {
    settings: signal<Settings | null>(null),
    targets: signal<Target[]>([]),
    access: signal<HostAccess>('none'),
    failure: signal<string | null>(null),
    update: (change) =>
      attempt(store.failure, async () => {
        store.settings.value = await send('settings.update', change)
        await readAccess()
      }),
    async reload() {
      await attempt(store.failure, async () => {
        const reading = await reader.read(listTargets)
        if (reading.state === 'ready') store.targets.value = reading.value
        await readAccess()
      })
    },
  }

  async function readAccess(): Promise<void> {
    const { settings, targets } = store
    if (settings.value) store.access.value = await hostAccess(listOrigins(targets.value, settings.value))
  }

  browser.storage.onChanged.addListener((changes, area) => {
    const changed = changes[SETTINGS_KEY]
    if (area === 'local' && changed)
      store.settings.value = parseSettings(changed.newValue) ?? store.settings.value
  })
  // Access can be taken away on the browser's own pages at any time.
  browser.permissions.onAdded.addListener(() => void readAccess())
  browser.permissions.onRemoved.addListener(() => void readAccess())
  void readSettings(browser.storage.local, browserTimeZone()).then((settings) => {
    store.settings.value = settings
    return store.reload()
  })
  return store
}
