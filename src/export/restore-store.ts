import { type Signal, signal } from '@preact/signals'
import { send } from '../messages/send.ts'
import { parseSettings } from '../settings/read.ts'
import { type BackupCheck, checkBackup } from './check-backup.ts'
import { type Restored, restoreBackup } from './restore-backup.ts'
import { troubleCode } from './trouble.ts'

/** `doubtful`: part of the file cannot be read, and the user is asked. */
export type RestorePhase = 'idle' | 'checking' | 'doubtful' | 'restoring' | 'done' | 'cancelled'

export interface RestoreStore {
  phase: Signal<RestorePhase>
  /** Whether to take over the settings of the file, too. */
  withSettings: Signal<boolean>
  /** Bytes read, of all. */
  read: Signal<number>
  size: Signal<number>
  check: Signal<BackupCheck | null>
  result: Signal<(Restored & { tookSettings: boolean }) | null>
  failure: Signal<string | null>
  choose(file: File): Promise<void>
  /** The readable part of a file that is not whole. */
  goOn(): Promise<void>
  cancel(): void
}

export function openRestoreStore(): RestoreStore {
  let stop = new AbortController()
  let chosen: File | null = null

  const store: RestoreStore = {
    phase: signal<RestorePhase>('idle'),
    withSettings: signal(false),
    read: signal(0),
    size: signal(0),
    check: signal<BackupCheck | null>(null),
    result: signal<(Restored & { tookSettings: boolean }) | null>(null),
    failure: signal<string | null>(null),
    cancel() {
      stop.abort()
      if (store.phase.value === 'doubtful') store.phase.value = 'cancelled'
    },
    choose: (file) =>
      guarded(async () => {
        chosen = file
        store.result.value = null
        store.check.value = null
        begin('checking', file)
        const check = await checkBackup(file.stream(), stop.signal, (bytes) => {
          store.read.value = bytes
        })
        store.check.value = check
        if (check.isComplete) await restore(file)
        else store.phase.value = 'doubtful'
      }),
    goOn: () =>
      guarded(async () => {
        if (chosen) await restore(chosen)
      }),
  }

  function begin(phase: RestorePhase, file: File): void {
    stop = new AbortController()
    store.read.value = 0
    store.size.value = file.size
    store.phase.value = phase
  }

  async function restore(file: File): Promise<void> {
    begin('restoring', file)
    const restored = await restoreBackup(file.stream(), send, stop.signal, (bytes) => {
      store.read.value = bytes
    })
    const tookSettings = store.withSettings.value && (await takeSettings(restored.settings))
    store.result.value = { ...restored, tookSettings }
    store.phase.value = 'done'
  }

  async function guarded(work: () => Promise<void>): Promise<void> {
    store.failure.value = null
    try {
      await work()
    } catch (error) {
      store.phase.value = stop.signal.aborted ? 'cancelled' : 'idle'
      if (!stop.signal.aborted) store.failure.value = troubleCode(error)
    }
  }
  return store
}

/** Agreement is given in a browser, to the text it shows: never by a file. */
async function takeSettings(stored: unknown): Promise<boolean> {
  const settings = parseSettings(stored)
  if (!settings) return false
  const { version: _version, consent: _consent, ...rest } = settings
  await send('settings.update', rest)
  return true
}
