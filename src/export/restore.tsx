import { t } from '../ui/i18n.ts'
import type { BackupCheck } from './check-backup.ts'
import { Work } from './progress.tsx'
import type { RestoreStore } from './restore-store.ts'
import { exportTrouble } from './trouble.ts'

/** A backup, read in again. */
export function Restore({ store }: { store: RestoreStore }) {
  const phase = store.phase.value
  const isBusy = phase === 'checking' || phase === 'restoring'
  return (
    <section class="card panel" id="restore" aria-labelledby="restore-title">
      <h2 id="restore-title">{t('restore_title')}</h2>
      <p class="muted">{t('restore_about')}</p>
      <div class="export-choice">
        <input
          id="restore-settings"
          type="checkbox"
          checked={store.withSettings.value}
          disabled={isBusy}
          aria-describedby="restore-settings-hint"
          onChange={(event) => {
            store.withSettings.value = event.currentTarget.checked
          }}
        />
        <label for="restore-settings">{t('restore_settings')}</label>
        <span id="restore-settings-hint" class="muted">
          {t('restore_settings_hint')}
        </span>
      </div>
      <div class="line">
        <label class="btn second file">
          {t('restore_choose')}
          <input
            id="restore-file"
            class="unseen"
            type="file"
            accept=".jsonl"
            disabled={isBusy}
            onChange={(event) => {
              const input = event.currentTarget
              const file = input.files?.[0]
              // The same file may be chosen again.
              if (file) void store.choose(file).finally(() => (input.value = ''))
            }}
          />
        </label>
      </div>
      {isBusy && (
        <Work
          label={t(`restore_${phase}`)}
          words={t(`restore_${phase}`)}
          // Bytes: a file does not say beforehand how many rows it has.
          done={store.read.value}
          of={store.size.value}
          onCancel={() => store.cancel()}
        />
      )}
      {phase === 'doubtful' && <Doubtful store={store} />}
      <div role="status">
        {phase === 'done' && <Restored store={store} />}
        {phase === 'cancelled' && <p>{t('restore_cancelled')}</p>}
      </div>
      <p class="problem" role="alert">
        {store.failure.value && exportTrouble(store.failure.value)}
      </p>
    </section>
  )
}

function Doubtful({ store }: { store: RestoreStore }) {
  const check = store.check.value
  if (!check) return null
  return (
    <div class="notice" role="alert">
      <p>{doubt(check)}</p>
      <p class="line">
        <button type="button" class="btn" onClick={() => void store.goOn()}>
          {t('restore_readable')}
        </button>
        <button type="button" class="btn second" onClick={() => store.cancel()}>
          {t('cancel')}
        </button>
      </p>
    </div>
  )
}

function doubt({ isCutOff, broken, firstBroken, rows }: BackupCheck): string {
  if (isCutOff) return t('restore_cut_off', rows)
  return firstBroken === null ? t('restore_missing', rows) : t('restore_broken', broken, firstBroken, rows)
}

function Restored({ store }: { store: RestoreStore }) {
  const result = store.result.value
  if (!result) return null
  return (
    <>
      <p>
        <b>{t('restore_done')}</b> {t('restore_sum', result.added, result.known, result.refused)}
      </p>
      {result.tookSettings && <p>{t('restore_took_settings')}</p>}
    </>
  )
}
