import { type Signal, signal } from '@preact/signals'
import { type HistoryReader, openForReading } from '../history/open-for-reading.ts'
import type { SweepProgress } from '../messages/messages.ts'
import { browser } from '../platform/browser.ts'
import { browserTimeZone, readSettings, SETTINGS_KEY } from '../settings/read.ts'
import type { Settings } from '../settings/settings.ts'
import { failureCode } from '../ui/attempt.ts'
import { parseProgress } from '../ui/progress.ts'
import type { LinkNow } from './link-now.ts'
import { readSnapshot, type Snapshot } from './snapshot.ts'
import { frontPage } from './tab-site.ts'

export interface Store {
  reader: HistoryReader
  settings: Signal<Settings | null>
  /** null until the first reading came. */
  snapshot: Signal<Snapshot | null>
  /** Why the history cannot be shown: a HistoryErrorCode, or the name of an error we did not foresee. */
  trouble: Signal<string | null>
  /** Why the last sweep could not be kept, as the background has it: a HistoryErrorCode or 'failed'. */
  problem: Signal<string | null>
  /** When the background found that the browser had thrown the record away, epoch ms. */
  lostAt: Signal<number | null>
  progress: Signal<SweepProgress | null>
  /** What is known of the connection beyond its last heartbeat; read after the list stands. */
  link: Signal<LinkNow | null>
  /** The front page of the site in this tab; null when the tab shows no website. */
  tab: Signal<string | null>
  now: Signal<number>
  /** Something the user asked for failed: the error's code. */
  failure: Signal<string | null>
  reload(): Promise<void>
}

/** How soon to look again while the background upgrades the database. */
const UPDATING_RETRY_MS = 400
const CLOCK_MS = 30_000

/** Starts every reading at once and follows changes; nothing here waits for the background. */
export function openStore(): Store {
  const reader = openForReading()
  let reading = false
  let again = false

  const store: Store = {
    reader,
    settings: signal<Settings | null>(null),
    snapshot: signal<Snapshot | null>(null),
    trouble: signal<string | null>(null),
    problem: signal<string | null>(null),
    lostAt: signal<number | null>(null),
    progress: signal<SweepProgress | null>(null),
    link: signal<LinkNow | null>(null),
    tab: signal<string | null>(null),
    now: signal(Date.now()),
    failure: signal<string | null>(null),
    reload,
  }

  /** One reading at a time: a change that comes meanwhile causes exactly one more. */
  async function reload(): Promise<void> {
    again = true
    if (reading) return
    reading = true
    while (again) {
      again = false
      await readOnce()
    }
    reading = false
  }

  async function readOnce(): Promise<void> {
    store.now.value = Date.now()
    try {
      const snapshot = await readSnapshot(reader, store.now.value)
      store.trouble.value = snapshot ? null : 'updating'
      if (snapshot) store.snapshot.value = snapshot
      else setTimeout(reload, UPDATING_RETRY_MS)
    } catch (error) {
      store.trouble.value = failureCode(error)
    }
  }

  /** Removed with all the rest, they are as at install. */
  async function readOwn(): Promise<void> {
    store.settings.value = await readSettings(browser.storage.local, browserTimeZone())
  }

  browser.storage.onChanged.addListener((changes, area) => {
    const { progress, problem, link } = changes
    if (area === 'session' && progress) {
      store.progress.value = parseProgress(progress.newValue)
      void reload()
    }
    if (area === 'session' && problem) store.problem.value = parseProblem(problem.newValue)
    const lost = changes['record-lost']
    if (area === 'local' && lost) store.lostAt.value = parseTime(lost.newValue)
    if (area === 'local' && changes[SETTINGS_KEY]) void readOwn().then(reload)
    // We are elsewhere, or the connection was looked at: told first (session), then recorded (local).
    if (area === 'local' && (changes.networks || changes.heartbeat)) void reload()
    if (area === 'session' && link) void reload()
  })
  void reload()
  void readOwn()
  void browser.storage.session.get(['progress', 'problem']).then(({ progress, problem }) => {
    store.progress.value = parseProgress(progress)
    store.problem.value = parseProblem(problem)
  })
  void browser.storage.local.get('record-lost').then(({ 'record-lost': at }) => {
    store.lostAt.value = parseTime(at)
  })
  void browser.tabs.query({ active: true, currentWindow: true }).then(([tab]) => {
    store.tab.value = frontPage(tab?.url)
  })
  setInterval(() => {
    store.now.value = Date.now()
  }, CLOCK_MS)
  return store
}

function parseProblem(stored: unknown): string | null {
  return typeof stored === 'string' ? stored : null
}

function parseTime(stored: unknown): number | null {
  return typeof stored === 'number' ? stored : null
}
