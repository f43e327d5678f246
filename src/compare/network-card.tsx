import type { Network } from '../history/records.ts'
import { UNKNOWN_NETWORK } from '../networks/current.ts'
import { browserTimeZone } from '../settings/read.ts'
import { countryOfTimeZone } from '../settings/time-zone.ts'
import { t, tMaybe } from '../ui/i18n.ts'
import { LabelNetwork } from '../ui/label-network.tsx'
import { asNumber, networkName } from '../ui/network-name.ts'
import { ago } from '../ui/time.ts'
import type { CompareStore } from './store.ts'

/** A network as the guide shows it: its name, what it is known by, and when it was last tested. */
export function NetworkCard({ store, id }: { store: CompareStore; id: string }) {
  const network = store.networks.value?.find((known) => known.id === id) ?? null
  const tested = lastLook(store, id)
  return (
    <div class="where">
      <p>
        <bdi class="host">{networkName(network)}</bdi>
        {network?.vpn && <span class="badge">{t('network_vpn')}</span>}
      </p>
      <p class="muted">
        {network && facts(network) && (
          <>
            <bdi>{facts(network)}</bdi> ·{' '}
          </>
        )}
        {tested === null ? t('compare_never') : t('age_tested', ago(tested, store.now.value))}
      </p>
      {network?.vpn && <p class="muted">{t('compare_vpn')}</p>}
      {network && !network.vpn && isAbroad(network) && <p class="muted">{t('compare_abroad')}</p>}
      {network && id !== UNKNOWN_NETWORK && (
        <>
          <span class="muted" aria-hidden="true">
            {t('label_label')}
          </span>
          <LabelNetwork
            key={id}
            network={network}
            name={t('label_label')}
            failure={store.failure}
            onSaved={store.reload}
          />
        </>
      )}
    </div>
  )
}

function facts({ asn, country }: Network): string {
  const where = country && (tMaybe(`country_${country}`) ?? country)
  return [asNumber(asn), where].filter(Boolean).join(' · ')
}

/** The device's clock is set for another country: a hint at a tunnel or a journey, and no more than that. */
function isAbroad({ country }: Network): boolean {
  const ofClock = countryOfTimeZone(browserTimeZone())
  return ofClock !== '' && country !== null && country !== ofClock
}

function lastLook({ rows }: CompareStore, id: string): number | null {
  const looks = (rows.value.get(id) ?? []).flatMap(({ latest }) => (latest ? [latest.at] : []))
  return looks.length > 0 ? Math.max(...looks) : null
}
