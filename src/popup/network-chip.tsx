import type { Network } from '../history/records.ts'
import { t } from '../ui/i18n.ts'
import { networkName } from '../ui/network-name.ts'

/** Where all of this holds. */
export function NetworkChip({ network }: { network: Network | null }) {
  const known = network !== null && (network.label ?? network.operator ?? network.asn) !== null
  return (
    <span class="chip" title={known ? undefined : t('network_unknown_why')}>
      <bdi>{networkName(network)}</bdi>
      {network?.vpn && (
        <span class="vpn" title={t('network_vpn_why')}>
          {' · '}
          {t('network_vpn')}
        </span>
      )}
    </span>
  )
}
