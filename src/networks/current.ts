/** The one network there is until networks are told apart. */
export const UNKNOWN_NETWORK = 'unknown'

export async function currentNetworkId(): Promise<string> {
  return UNKNOWN_NETWORK
}
