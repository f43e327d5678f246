import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { Target } from '../../core/model/target.ts'
import { listNetworks } from '../history/networks.ts'
import { openForReading } from '../history/open-for-reading.ts'
import type { Network } from '../history/records.ts'
import type { HistoryDb } from '../history/schema.ts'
import { listTargets } from '../history/targets.ts'
import { browser } from '../platform/browser.ts'
import { readSettings } from '../settings/read.ts'
import { countBackup } from './backup.ts'
import { type Destination, NotChosen, openDestination } from './destination.ts'
import { factsNow } from './facts-now.ts'
import { type Format, LINE_ENDS, linesOf } from './formats.ts'
import { type Ask, countLooks } from './looks.ts'
import { fileNameOf, manifestName, manifestOf } from './manifest.ts'
import { EVERYTHING, type Selection } from './selection.ts'
import { troubleCode } from './trouble.ts'
import { writeLines } from './write-lines.ts'

export type Phase = 'idle' | 'working' | 'done' | 'cancelled'

export interface ExportDone {
  name: string
  rows: number
  bytes: number
  unread: number
  sha256: string
  /** null: the file is where the user put it. */
  dataUrl: string | null
  manifestUrl: string
  manifestName: string
}

export interface ExportStore {
  format: Signal<Format>
  /** YYYY-MM-DD, days of UTC, both within; or a moment, with its zone; '' for no limit. */
  from: Signal<string>
  to: Signal<string>
  /** null: all. */
  sites: Signal<ReadonlySet<string> | null>
  networks: Signal<ReadonlySet<string> | null>
  targets: Signal<Target[]>
  allNetworks: Signal<Pick<Network, 'id' | 'label' | 'operator'>[]>
  isNothingChosen: ReadonlySignal<boolean>
  phase: Signal<Phase>
  rows: Signal<number>
  estimate: Signal<number>
  result: Signal<ExportDone | null>
  failure: Signal<string | null>
  start(): Promise<void>
  cancel(): void
}

const PROGRESS_MS = 100
const UPDATING_RETRY_MS = 1_000

export function openExportStore(): ExportStore {
  const reader = openForReading()
  const ask: Ask = async (work) => {
    const reading = await reader.read(work)
    if (reading.state === 'ready') return reading.value
    throw Object.assign(new Error(reading.state), { code: reading.state })
  }
  let stop = new AbortController()
  let last: Destination | null = null

  const store: ExportStore = {
    format: signal<Format>('csv'),
    from: signal(''),
    to: signal(''),
    sites: signal<ReadonlySet<string> | null>(null),
    networks: signal<ReadonlySet<string> | null>(null),
    targets: signal<Target[]>([]),
    allNetworks: signal<Pick<Network, 'id' | 'label' | 'operator'>[]>([]),
    isNothingChosen: computed(
      () =>
        store.format.value !== 'backup' &&
        (store.sites.value?.size === 0 || store.networks.value?.size === 0),
    ),
    phase: signal<Phase>('idle'),
    rows: signal(0),
    estimate: signal(0),
    result: signal<ExportDone | null>(null),
    failure: signal<string | null>(null),
    cancel: () => stop.abort(),
    async start() {
      const format = store.format.value
      const selection = format === 'backup' ? EVERYTHING : selectionOf(store)
      const madeAt = Date.now()
      const before = store.phase.value
      // At once: a second click begins no second one.
      store.phase.value = 'working'
      store.failure.value = null
      store.rows.value = 0
      store.estimate.value = 0
      stop = new AbortController()
      let destination: Destination
      try {
        // The browser shows its dialogue only in the click.
        destination = await openDestination(fileNameOf(format, selection, madeAt))
      } catch (error) {
        store.phase.value = before
        if (!(error instanceof NotChosen)) store.failure.value = troubleCode(error)
        return
      }
      store.result.value = null
      await forget()
      try {
        store.result.value = await run(format, selection, madeAt, destination)
        last = destination
        store.phase.value = 'done'
      } catch (error) {
        await destination.discard().catch(() => {})
        if (stop.signal.aborted) store.phase.value = 'cancelled'
        else {
          store.failure.value = troubleCode(error)
          store.phase.value = 'idle'
        }
      }
    },
  }

  /** What was offered before, and has been saved or not. */
  async function forget(): Promise<void> {
    await last?.discard()
    last = null
  }

  async function run(
    format: Format,
    selection: Selection,
    madeAt: number,
    destination: Destination,
  ): Promise<ExportDone> {
    store.estimate.value = await (format === 'backup' ? countBackup(ask) : countLooks(ask, selection))
    const facts = await factsNow(ask, madeAt)
    const settings = format === 'backup' ? await readSettings(browser.storage.local) : undefined
    const tally = { rows: 0, unread: 0 }
    let shown = 0
    const written = await writeLines(
      linesOf(format, ask, selection, settings ? { ...facts, settings } : facts, tally),
      destination,
      {
        signal: stop.signal,
        lineEnd: LINE_ENDS[format],
        onProgress() {
          const now = performance.now()
          if (now - shown < PROGRESS_MS) return
          shown = now
          store.rows.value = tally.rows
        },
      },
    )
    const dataUrl = await destination.finish()
    const { name } = destination
    const manifest = manifestOf(format, selection, facts, { name, written, tally })
    const json = new Blob([`${JSON.stringify(manifest, null, 2)}\n`], { type: 'application/json' })
    return {
      name,
      ...tally,
      bytes: written.bytes,
      sha256: written.sha256,
      dataUrl,
      manifestUrl: URL.createObjectURL(json),
      manifestName: manifestName(name),
    }
  }

  // A page that goes takes its waiting file along; what it cannot finish, the next one tidies.
  globalThis.addEventListener?.('pagehide', () => void forget())
  void offer()
  return store

  /** What there is to choose from. */
  async function offer(): Promise<void> {
    try {
      const lists = async (db: HistoryDb) => [await listTargets(db), await listNetworks(db)] as const
      const [targets, networks] = await ask(lists)
      store.targets.value = targets
      const known = networks.some(({ id }) => id === 'unknown')
      const unknown = { id: 'unknown', label: null, operator: null }
      store.allNetworks.value = known ? networks : [...networks, unknown]
      if (store.failure.value === 'updating') store.failure.value = null
    } catch (error) {
      store.failure.value = troubleCode(error)
      // The background brings the record up to date.
      if (store.failure.value === 'updating') setTimeout(offer, UPDATING_RETRY_MS)
    }
  }
}

const DAY = /^\d{4}-\d\d-\d\d$/
const DAY_MS = 86_400_000

function selectionOf(store: ExportStore): Selection {
  const from = Date.parse(store.from.value)
  const to = Date.parse(store.to.value)
  const { sites, networks } = store
  return {
    from: Number.isNaN(from) ? null : from,
    to: Number.isNaN(to) ? null : to + (DAY.test(store.to.value) ? DAY_MS : 0),
    targetIds: sites.value && [...sites.value],
    networkIds: networks.value && [...networks.value],
  }
}
