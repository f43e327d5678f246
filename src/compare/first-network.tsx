import { t } from '../ui/i18n.ts'
import { NetworkCard } from './network-card.tsx'
import { step } from './step.ts'
import type { CompareStore } from './store.ts'
import { TestHere } from './test-here.tsx'

/** The network we are on now, tested and kept as the first of the two. */
export function FirstNetwork({ store }: { store: CompareStore }) {
  const { a, here } = store
  const chosen = a.value
  const id = chosen ?? here.value
  const tested = (store.rows.value.get(id) ?? []).some(({ latest }) => latest !== null)
  const running = store.progress.value?.running === true
  return (
    <li class="card panel" aria-current={chosen === null ? 'step' : undefined}>
      <h2>{step(1, t(chosen === null ? 'compare_first' : 'compare_pick_first'))}</h2>
      <NetworkCard store={store} id={id} />
      {chosen === null ? (
        <div class="line">
          <TestHere store={store} second={tested} />
          <button
            type="button"
            class={tested ? 'btn' : 'btn second'}
            disabled={!tested || running}
            onClick={() => {
              a.value = here.value
              store.looked.value = null
            }}
          >
            {t('compare_next')}
          </button>
          <button
            type="button"
            class="btn second"
            disabled={store.asking.value}
            onClick={() => void store.look()}
          >
            {t('compare_where')}
          </button>
        </div>
      ) : (
        <div class="line">
          <button
            type="button"
            class="btn second"
            onClick={() => {
              a.value = null
              store.b.value = null
            }}
          >
            {t('compare_again')}
          </button>
        </div>
      )}
    </li>
  )
}
