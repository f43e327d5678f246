import type { Found } from './found.ts'

/**
 * Well-known operators whose addresses stand in data centres: people who appear there came through a VPN, a proxy or a
 * relay. Written down by hand and not looked up since, and never complete. A hint, never more: servers are at home there
 * as well.
 */
const HOSTING: Readonly<Record<number, string>> = {
  8075: 'Microsoft',
  9009: 'M247',
  12876: 'Scaleway',
  13335: 'Cloudflare (WARP, Private Relay)',
  14061: 'DigitalOcean',
  14618: 'Amazon',
  16276: 'OVH',
  16509: 'Amazon',
  20473: 'The Constant Company (Vultr)',
  24940: 'Hetzner',
  36183: 'Akamai (Private Relay)',
  39351: '31173 Services (Mullvad)',
  44477: 'Stark Industries',
  51167: 'Contabo',
  53667: 'FranTech (BuyVM)',
  54113: 'Fastly (Private Relay)',
  60068: 'Datacamp',
  60781: 'LeaseWeb',
  63949: 'Akamai (Linode)',
  136787: 'PacketHub (NordVPN)',
  197540: 'netcup',
  212238: 'Datacamp',
  396982: 'Google Cloud',
}

const WORDS =
  /\b(vpn|vps|hosting|host(er|ed)|m247|datacamp|data ?cent(er|re)s?|colo(cation)?|dedicated server)/i

/** Whether this operator carries servers and tunnels rather than people's own lines. */
export function looksLikeVpn({ asn, operator }: Pick<Found, 'asn' | 'operator'>): boolean {
  return Object.hasOwn(HOSTING, asn) || (operator !== null && WORDS.test(operator))
}
