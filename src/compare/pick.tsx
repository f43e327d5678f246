import type { Signal } from '@preact/signals'
import { t } from '../ui/i18n.ts'
import { networkName } from '../ui/network-name.ts'
import { ago } from '../ui/time.ts'
import type { CompareStore } from './store.ts'

/** Any two networks that were seen before. */
export function Pick({ store }: { store: CompareStore }) {
  const networks = [...(store.networks.value ?? [])].sort((one, other) => other.lastSeen - one.lastSeen)
  const choice = (id: string, label: string, chosen: Signal<string | null>, other: Signal<string | null>) => (
    <div class="field">
      <label for={id}>{label}</label>
      <select
        id={id}
        value={chosen.value ?? ''}
        onChange={(event) => {
          chosen.value = event.currentTarget.value || null
          void store.reload()
        }}
      >
        <option value="">{t('compare_none')}</option>
        {networks.map((network) => (
          <option key={network.id} value={network.id} disabled={network.id === other.value}>
            {`${networkName(network)} · ${t('network_seen', ago(network.lastSeen, store.now.value))}`}
          </option>
        ))}
      </select>
    </div>
  )
  return (
    <section class="card panel" aria-labelledby="pick-title">
      <h2 id="pick-title">{t('compare_pick')}</h2>
      {networks.length < 2 ? (
        <p class="muted">{t('compare_pick_few')}</p>
      ) : (
        <>
          {choice('pick-a', t('compare_pick_first'), store.a, store.b)}
          {choice('pick-b', t('compare_pick_second'), store.b, store.a)}
        </>
      )}
    </section>
  )
}
