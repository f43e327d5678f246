import { useEffect } from 'preact/hooks'
import { UNKNOWN_NETWORK } from '../networks/current.ts'
import { t } from '../ui/i18n.ts'
import { networkName } from '../ui/network-name.ts'
import { NetworkCard } from './network-card.tsx'
import { step } from './step.ts'
import type { CompareStore } from './store.ts'
import { TestHere } from './test-here.tsx'

/** Waits for the user to change the network: asked at the click, and when the browser says that it came back. */
export function SecondNetwork({ store }: { store: CompareStore }) {
  const { a, b, here } = store
  const first = a.value
  const waiting = first !== null && b.value === null
  const look = async () => {
    const id = await store.look()
    if (id !== UNKNOWN_NETWORK && id !== a.value && a.value !== null) {
      b.value = id
      await store.reload()
    }
  }
  useEffect(() => {
    if (!waiting) return
    const back = () => void look()
    addEventListener('online', back)
    return () => removeEventListener('online', back)
  }, [waiting])

  return (
    <li class="card panel" aria-current={first !== null ? 'step' : undefined}>
      <h2>{step(2, t('compare_second'))}</h2>
      {first === null && <p class="muted">{t('compare_second_later')}</p>}
      {waiting && (
        <>
          <p>{t('compare_switch')}</p>
          <ul class="ways">
            {['compare_way_phone', 'compare_way_wifi', 'compare_way_vpn'].map((key) => (
              <li key={key}>{t(key)}</li>
            ))}
          </ul>
          <div class="line">
            <button type="button" class="btn" disabled={store.asking.value} onClick={() => void look()}>
              {t('compare_switched')}
            </button>
          </div>
        </>
      )}
      <p role="status" class={waiting ? '' : 'unseen'}>
        {waiting ? said(store) : b.value && t('compare_found', nameOf(store, b.value))}
      </p>
      {b.value !== null && first !== null && (
        <>
          <NetworkCard store={store} id={b.value} />
          <div class="line">
            {here.value === b.value ? (
              <TestHere store={store} />
            ) : (
              <p class="muted">{t('compare_elsewhere', nameOf(store, here.value))}</p>
            )}
          </div>
        </>
      )}
    </li>
  )
}

const nameOf = ({ networks }: CompareStore, id: string): string =>
  networkName(networks.value?.find((known) => known.id === id) ?? null)

/** What came of the last asking. */
function said(store: CompareStore): string {
  if (store.asking.value) return t('compare_asking')
  const looked = store.looked.value
  if (looked === null) return ''
  if (looked === 'not-allowed') return t('compare_not_allowed', t('second_title'))
  if (looked === 'failed' || store.here.value === UNKNOWN_NETWORK) return t('compare_failed')
  return t('compare_still', nameOf(store, store.here.value))
}
