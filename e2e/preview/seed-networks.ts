import type { Network } from '../../src/history/records.ts'
import { NETWORKS_KEY } from '../../src/networks/state.ts'

const DAY = 24 * 3_600_000

/** Nobody's network: the pictures go round the world. */
export const HERE = 'as64001-kz'
/** Another of the same country. */
export const PHONE = 'as64002-kz'

/** Networks somebody in Almaty may have been on. */
export function seededNetworks(now: number): Network[] {
  const common = { country: 'KZ', label: null, vpn: false, firstSeen: now - 40 * DAY }
  return [
    { ...common, id: HERE, asn: 64_001, operator: 'Steppe Telecom', lastSeen: now - 120_000 },
    {
      ...common,
      id: PHONE,
      asn: 64_002,
      operator: 'Alatau Mobile',
      label: 'phone',
      lastSeen: now - DAY,
    },
    {
      ...common,
      id: 'as64003-nl-vpn',
      asn: 64_003,
      operator: 'Tulip Hosting',
      country: 'NL',
      vpn: true,
      lastSeen: now - 9 * DAY,
    },
  ]
}

/** What storage.local remembers while on the network `id`. */
export function onNetwork(id: string, now: number): Record<string, unknown> {
  const network = seededNetworks(now).find((one) => one.id === id)
  if (!network) throw new Error(`No network ${id} in the seed`)
  const { label: _label, lastSeen: confirmedAt, ...current } = network
  const salt = `${'A'.repeat(43)}=`
  const state = { salt, current: { ...current, confirmedAt }, doubted: false, known: [], tried: [] }
  return { [NETWORKS_KEY]: state }
}
