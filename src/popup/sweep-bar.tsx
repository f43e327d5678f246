import { send } from '../messages/send.ts'
import { attempt } from '../ui/attempt.ts'
import { costText } from '../ui/cost.ts'
import { t } from '../ui/i18n.ts'
import type { Store } from './store.ts'

/** How far the running sweep is, and the way to end it. */
export function SweepBar({ store }: { store: Store }) {
  const progress = store.progress.value
  if (!progress) return null
  const { done, total, requests } = progress
  return (
    <>
      <div class="sweep">
        <p class="figures">
          <span role="status">{t('testing', done, total)}</span>
          {requests > 0 && (
            <span class="spent" title={t('cost_so_far', costText(progress))}>
              {costText(progress)}
            </span>
          )}
        </p>
        <div
          class="track"
          role="progressbar"
          tabIndex={-1}
          aria-label={t('testing_label')}
          aria-valuemin={0}
          aria-valuemax={total}
          aria-valuenow={done}
        >
          <i style={{ inlineSize: `${total > 0 ? (100 * done) / total : 0}%` }} />
        </div>
      </div>
      <button
        type="button"
        class="btn second"
        onClick={() => attempt(store.failure, () => send('sweep.stop', {}))}
      >
        {t('stop')}
      </button>
    </>
  )
}
