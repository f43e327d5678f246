import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { FingerprintsInfo } from '../fingerprints/fingerprint.ts'
import { send } from '../messages/send.ts'
import { attempt } from '../ui/attempt.ts'
import { plural, t } from '../ui/i18n.ts'
import { day } from '../ui/time.ts'
import { failureText } from '../ui/trouble-text.ts'

/** OONI's own repository: it has no licence that would let us hand the list on. */
const SOURCE = 'https://github.com/ooni/blocking-fingerprints'

/** Message keys of what may be wrong with a file. */
const FAULTS: Readonly<Record<string, string>> = {
  'fingerprints-too-large': 'fingerprints_too_large',
  'fingerprints-not-csv': 'fingerprints_not_csv',
  'fingerprints-columns': 'fingerprints_columns',
  'fingerprints-empty': 'fingerprints_empty',
}

/** Known block pages, from a list the user brings. */
export function Fingerprints() {
  const info = useSignal<FingerprintsInfo | null>(null)
  const failure = useSignal<string | null>(null)
  const busy = useSignal(false)
  useEffect(() => {
    void attempt(failure, async () => {
      info.value = await send('fingerprints.info', {})
    })
  }, [failure, info])

  const take = async (files: readonly File[]) => {
    busy.value = true
    await attempt(failure, async () => {
      for (const file of files) {
        info.value = await send('fingerprints.import', { text: await file.text(), fileName: file.name })
      }
    })
    busy.value = false
  }
  const remove = () =>
    attempt(failure, async () => {
      await send('fingerprints.remove', {})
      info.value = null
      document.getElementById('fingerprints')?.focus()
    })

  return (
    <section class="card panel" aria-labelledby="fingerprints-title">
      <h2 id="fingerprints-title">{t('fp_title')}</h2>
      <p class="muted">{t('fp_why')}</p>
      <p>
        <a href={SOURCE} target="_blank" rel="noreferrer">
          {t('fp_where')}
        </a>
      </p>
      <div role="status" aria-busy={busy.value}>
        {info.value ? <Imported info={info.value} /> : <p class="muted">{t('fp_none')}</p>}
      </div>
      <div class="line">
        <label class="btn second file">
          {t('fp_choose')}
          <input
            id="fingerprints"
            class="unseen"
            type="file"
            accept=".csv,text/csv"
            multiple
            disabled={busy.value}
            onChange={(event) => {
              const input = event.currentTarget
              const files = [...(input.files ?? [])]
              // The same file may be chosen again, once it was put right.
              input.value = ''
              void take(files)
            }}
          />
        </label>
        {info.value && (
          <button type="button" class="btn second" onClick={() => void remove()}>
            {t('fp_remove')}
          </button>
        )}
      </div>
      <p class="problem" role="alert">
        {failure.value && faultText(failure.value)}
      </p>
    </section>
  )
}

function Imported({ info }: { info: FingerprintsInfo }) {
  return (
    <>
      <p>
        <b>{plural('fp_used', info.used)}</b> · {t('fp_date', day(info.importedAt))}
      </p>
      <ul class="muted">
        {info.files.map((file) => (
          <li key={file.kind}>
            <bdi dir="ltr">{file.name}</bdi> · {t(`fp_kind_${file.kind}`)}: {plural('fp_used', file.used)}
            {file.skipped > 0 && <> · {plural('fp_skipped', file.skipped)}</>}
          </li>
        ))}
      </ul>
    </>
  )
}

function faultText(code: string): string {
  const key = FAULTS[code]
  return key ? t(key) : failureText(code)
}
