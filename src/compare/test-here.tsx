import { send } from '../messages/send.ts'
import { attempt } from '../ui/attempt.ts'
import { t } from '../ui/i18n.ts'
import type { CompareStore } from './store.ts'

/** Begins a test of the list, and shows how far it is. @param second it is not what comes next. */
export function TestHere({ store, second = false }: { store: CompareStore; second?: boolean }) {
  const progress = store.progress.value
  if (!progress?.running) {
    return (
      <button type="button" class={second ? 'btn second' : 'btn'} onClick={() => void store.test()}>
        {t('test_now')}
      </button>
    )
  }
  const { done, total } = progress
  return (
    <>
      <label class="progress">
        <span role="status">{t('testing', done, total)}</span>
        <progress max={total || 1} value={done} aria-label={t('testing_label')} />
      </label>
      <button
        type="button"
        class="btn second"
        onClick={() => void attempt(store.failure, () => send('sweep.stop', {}))}
      >
        {t('stop')}
      </button>
    </>
  )
}
