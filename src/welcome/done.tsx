import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { send } from '../messages/send.ts'
import { attempt } from '../ui/attempt.ts'
import { t } from '../ui/i18n.ts'
import { Mark } from '../ui/mark.tsx'
import { failureText } from '../ui/trouble-text.ts'

export function Done({ access }: { access: boolean }) {
  const started = useSignal(false)
  const failure = useSignal<string | null>(null)
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => title.current?.focus(), [])
  const test = async () => {
    started.value = await attempt(failure, () => send('sweep.start', { pace: 'now' }))
  }
  return (
    <main class="page">
      <header>
        <Mark />
        <h1 ref={title} tabIndex={-1}>
          {t('done_title')}
        </h1>
        <p class="lead">{access ? t('done_text') : t('done_no_access')}</p>
      </header>
      <div class="line">
        {access && !started.value && (
          <button type="button" class="btn" onClick={test}>
            {t('test_now')}
          </button>
        )}
      </div>
      <div role="status">
        {started.value && <p>{t('done_started')}</p>}
        {failure.value && <p class="problem">{failureText(failure.value)}</p>}
      </div>
    </main>
  )
}
