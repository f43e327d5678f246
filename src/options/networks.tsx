import { t } from '../ui/i18n.ts'
import { LabelNetwork } from '../ui/label-network.tsx'
import { asNumber } from '../ui/network-name.ts'
import { day } from '../ui/time.ts'
import type { OptionsStore } from './store.ts'

/** Every network that was seen, with the user's word for each. */
export function Networks({ store }: { store: OptionsStore }) {
  const networks = store.networks.value
  return (
    <section class="card panel" aria-labelledby="networks-title">
      <h2 id="networks-title">{t('networks_title')}</h2>
      <p class="muted">{t('networks_hint')}</p>
      {networks.length === 0 && <p class="muted">{t('networks_none')}</p>}
      <ul class="sites">
        {networks.map((network) => {
          const operator = network.operator ?? t('network_unknown')
          const facts = [asNumber(network.asn), network.country].filter(Boolean).join(' · ')
          return (
            <li class="network" key={network.id}>
              <span class="about">
                <bdi class="host">{operator}</bdi>
                <span class="muted">
                  {facts && (
                    <>
                      <bdi dir="ltr">{facts}</bdi> ·{' '}
                    </>
                  )}
                  {network.vpn && <>{t('network_vpn')} · </>}
                  {t('network_seen', day(network.lastSeen))}
                </span>
              </span>
              <LabelNetwork
                network={network}
                name={t('network_label_of', operator)}
                failure={store.failure}
                onSaved={store.reload}
              />
            </li>
          )
        })}
      </ul>
    </section>
  )
}
