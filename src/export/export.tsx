import { t } from '../ui/i18n.ts'
import { Mark } from '../ui/mark.tsx'
import { Choices } from './choices.tsx'
import type { ExportStore } from './export-store.ts'
import { ExportResult, ExportWork } from './progress.tsx'
import { Restore } from './restore.tsx'
import type { RestoreStore } from './restore-store.ts'
import { exportTrouble } from './trouble.ts'

export function Export({ store, restore }: { store: ExportStore; restore: RestoreStore }) {
  const phase = store.phase.value
  return (
    <main class="page">
      <header>
        <Mark />
        <h1>{t('export_title')}</h1>
        <p class="lead">{t('export_lead')}</p>
      </header>
      <section class="card panel risk" aria-labelledby="export-risk">
        <h2 id="export-risk">{t('export_risk_title')}</h2>
        <p>{t('export_risk')}</p>
      </section>
      <section class="card panel" aria-labelledby="export-what">
        <h2 id="export-what">{t('export_what')}</h2>
        <Choices store={store} />
        <div class="line">
          <button
            id="export-start"
            type="button"
            class="btn"
            disabled={phase === 'working' || store.isNothingChosen.value}
            onClick={() => void store.start()}
          >
            {t('export_start')}
          </button>
        </div>
        {phase === 'working' && <ExportWork store={store} />}
        <div role="status">
          {phase === 'done' && <ExportResult store={store} />}
          {phase === 'cancelled' && <p>{t('export_cancelled')}</p>}
        </div>
        <p class="problem" role="alert">
          {store.failure.value && exportTrouble(store.failure.value)}
        </p>
      </section>
      <Restore store={restore} />
    </main>
  )
}
