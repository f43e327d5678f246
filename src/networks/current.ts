import type { Network } from '../history/records.ts'
import { browser } from '../platform/browser.ts'
import { type NetworksState, readNetworks } from './state.ts'

/** The network when nobody may be asked, or nobody could tell. */
export const UNKNOWN_NETWORK = 'unknown'

/** The network we are on as far as remembered: no request is made. */
export async function currentNetworkId(): Promise<string> {
  return (await currentNetwork()).id
}

/** Without the user's label, which lies with the network's row in the history. */
export async function currentNetwork(): Promise<Network> {
  const state = await readNetworks(browser.storage.local)
  return networkOf(state?.current ?? null, 0)
}

/** @param at when an unknown network is seen. */
export function networkOf(current: NetworksState['current'], at: number): Network {
  if (!current) {
    const nothing = { asn: null, operator: null, country: null, label: null, vpn: false }
    return { id: UNKNOWN_NETWORK, ...nothing, firstSeen: at, lastSeen: at }
  }
  const { confirmedAt, ...network } = current
  return { ...network, label: null, lastSeen: confirmedAt }
}
