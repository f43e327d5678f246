import { useSignal } from '@preact/signals'
import type { MessageMap } from '../messages/messages.ts'
import { send } from '../messages/send.ts'
import { attempt } from '../ui/attempt.ts'
import { t } from '../ui/i18n.ts'
import { failureText } from '../ui/trouble-text.ts'
import { TwoStep } from '../ui/two-step.tsx'
import type { OptionsStore } from './store.ts'

type What = MessageMap['history.wipe']['request']['what']

/** Deletes what was measured, or all there is; honest about what it cannot reach. */
export function Forget({ store }: { store: OptionsStore }) {
  const done = useSignal(false)
  const failure = useSignal<string | null>(null)
  const wipe = async (what: What) => {
    done.value = false
    // An open page of ours would hold the record against its own deletion.
    store.reader.close()
    done.value = await attempt(failure, () => send('history.wipe', { what }))
    await store.reload()
  }
  return (
    <fieldset class="part">
      <legend>
        <h3>{t('wipe_title')}</h3>
      </legend>
      <p class="muted">{t('wipe_honest')}</p>
      <TwoStep label={t('wipe_history')} lost={[t('wipe_history_sure')]} onSure={() => wipe('history')} />
      <TwoStep
        label={t('wipe_everything')}
        lost={[t('wipe_everything_sure')]}
        onSure={() => wipe('everything')}
      />
      <p class={failure.value ? 'problem' : 'muted'} role="status">
        {failure.value ? failureText(failure.value) : done.value ? t('wipe_done') : ''}
      </p>
    </fieldset>
  )
}
