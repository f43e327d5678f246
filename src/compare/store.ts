import { type Signal, signal } from '@preact/signals'
import { listNetworks } from '../history/networks.ts'
import { openForReading } from '../history/open-for-reading.ts'
import { type StatusRow, statusList } from '../history/read.ts'
import type { Network } from '../history/records.ts'
import type { MessageMap, SweepProgress } from '../messages/messages.ts'
import { send } from '../messages/send.ts'
import { currentNetworkId, UNKNOWN_NETWORK } from '../networks/current.ts'
import { NETWORKS_KEY, parseNetworks } from '../networks/state.ts'
import { browser } from '../platform/browser.ts'
import { browserTimeZone, parseSettings, readSettings, SETTINGS_KEY } from '../settings/read.ts'
import type { Settings } from '../settings/settings.ts'
import { attempt } from '../ui/attempt.ts'
import { parseProgress } from '../ui/progress.ts'

export type Looked = MessageMap['network.refresh']['answer']['why'] | 'found'

export interface CompareStore {
  settings: Signal<Settings | null>
  /** Every network that was ever seen; null until read. */
  networks: Signal<readonly Network[] | null>
  /** Where we are now, as the background last found out. */
  here: Signal<string>
  /** The two compared, by id; null while not chosen. */
  a: Signal<string | null>
  b: Signal<string | null>
  /** The list as each network sees it, by its id. */
  rows: Signal<ReadonlyMap<string, readonly StatusRow[]>>
  progress: Signal<SweepProgress | null>
  /** Asking which network this is, and how the last time ended. */
  asking: Signal<boolean>
  looked: Signal<Looked>
  failure: Signal<string | null>
  /** The record is being brought up to date: it is asked again in a moment. */
  updating: Signal<boolean>
  now: Signal<number>
  reload(): Promise<void>
  /** Finds out where we are; answers the network's id. */
  look(): Promise<string>
  test(): Promise<void>
}

/** How soon to look again while the background upgrades the database. */
const UPDATING_RETRY_MS = 1_000

/** @param asked of the page's address: `a` and `b` name two networks of the history. */
export function openCompare(asked: URLSearchParams): CompareStore {
  const reader = openForReading()
  const store: CompareStore = {
    settings: signal<Settings | null>(null),
    networks: signal<readonly Network[] | null>(null),
    here: signal(UNKNOWN_NETWORK),
    a: signal(asked.get('a')),
    b: signal(asked.get('b')),
    rows: signal(new Map()),
    progress: signal<SweepProgress | null>(null),
    asking: signal(false),
    looked: signal<Looked>(null),
    failure: signal<string | null>(null),
    updating: signal(false),
    now: signal(Date.now()),
    reload,
    look,
    async test() {
      await attempt(store.failure, () => send('sweep.start', { pace: 'now' }))
    },
  }

  async function reload(): Promise<void> {
    await attempt(store.failure, async () => {
      const reading = await reader.read(async (db) => {
        const networks = await listNetworks(db)
        const wanted = [store.a.value, store.b.value, store.here.value].filter((id) => id !== null)
        const rows = await Promise.all(
          [...new Set(wanted)].map(async (id) => [id, (await statusList(db, id)).rows] as const),
        )
        return { networks, rows: new Map(rows) }
      })
      store.now.value = Date.now()
      store.updating.value = reading.state === 'updating'
      if (store.updating.value) return void setTimeout(reload, UPDATING_RETRY_MS)
      store.networks.value = reading.state === 'ready' ? reading.value.networks : []
      if (reading.state === 'ready') store.rows.value = reading.value.rows
    })
  }

  async function look(): Promise<string> {
    if (store.asking.value) return store.here.value
    store.asking.value = true
    const done = await attempt(store.failure, async () => {
      const { network, why } = await send('network.refresh', {})
      store.looked.value = why ?? 'found'
      store.here.value = network?.id ?? UNKNOWN_NETWORK
    })
    if (!done) store.looked.value = 'failed'
    await reload()
    store.asking.value = false
    return store.here.value
  }

  browser.storage.onChanged.addListener((changes, area) => {
    const { progress } = changes
    const settings = changes[SETTINGS_KEY]
    const networks = changes[NETWORKS_KEY]
    if (area === 'session' && progress) {
      store.progress.value = parseProgress(progress.newValue)
      void reload()
    }
    if (area === 'local' && settings)
      store.settings.value = parseSettings(settings.newValue) ?? store.settings.value
    if (area === 'local' && networks) {
      const id = parseNetworks(networks.newValue)?.current?.id ?? UNKNOWN_NETWORK
      if (id === store.here.value) return
      store.here.value = id
      void reload()
    }
  })
  void browser.storage.session.get('progress').then(({ progress }) => {
    store.progress.value = parseProgress(progress)
  })
  void readSettings(browser.storage.local, browserTimeZone()).then((settings) => {
    store.settings.value = settings
  })
  void currentNetworkId().then((id) => {
    store.here.value = id
    return reload()
  })
  return store
}
