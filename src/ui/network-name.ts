import type { Network } from '../history/records.ts'
import { t } from './i18n.ts'

/** What a person knows it by: their own word, the operator's name, both where both are known. */
export function networkName(network: Pick<Network, 'label' | 'operator' | 'asn'> | null): string {
  const known = [network?.label, network?.operator ?? asNumber(network?.asn ?? null)].filter(Boolean)
  return known.join(' · ') || t('network_unknown')
}

/** The number that routing knows the operator by; the same in every language. */
export function asNumber(asn: number | null): string | null {
  return asn === null ? null : `AS${asn}`
}
