import { t } from '../ui/i18n.ts'
import { size } from '../ui/time.ts'
import type { ExportStore } from './export-store.ts'

interface WorkProps {
  label: string
  words: string
  done: number
  of: number
  onCancel: () => void
}

export function Work({ label, words, done, of, onCancel }: WorkProps) {
  return (
    <div class="export-work">
      <progress aria-label={label} max={Math.max(of, 1)} value={Math.min(done, of)} />
      <div class="line">
        <span>{words}</span>
        <span class="grow" />
        <button type="button" class="btn second" onClick={onCancel}>
          {t('cancel')}
        </button>
      </div>
    </div>
  )
}

export function ExportWork({ store }: { store: ExportStore }) {
  const { rows, estimate } = store
  return (
    <Work
      label={t('export_working')}
      words={t('export_progress', rows.value, Math.max(estimate.value, rows.value))}
      done={rows.value}
      of={estimate.value}
      onCancel={() => store.cancel()}
    />
  )
}

export function ExportResult({ store }: { store: ExportStore }) {
  const result = store.result.value
  if (!result) return null
  const { name, rows, bytes, unread, sha256, dataUrl, manifestUrl, manifestName } = result
  return (
    <>
      <p>
        <b>{t('export_done')}</b> <bdi dir="ltr">{name}</bdi> · {t('export_rows', rows)} · {size(bytes)}
      </p>
      {unread > 0 && <p class="notice">{t('export_unread', unread)}</p>}
      {rows === 0 && <p class="notice">{t('export_nothing')}</p>}
      <p class="line">
        {dataUrl && (
          <a id="export-file" class="btn" href={dataUrl} download={name}>
            {t('export_save_file')}
          </a>
        )}
        <a id="export-manifest" class="btn second" href={manifestUrl} download={manifestName}>
          {t('export_save_manifest')}
        </a>
      </p>
      <p class="muted">{t('export_manifest_why')}</p>
      <p class="muted">
        <abbr title={t('export_sha_title')}>{t('export_sha')}</abbr>{' '}
        <bdi class="export-sum" dir="ltr">
          {sha256}
        </bdi>
      </p>
    </>
  )
}
