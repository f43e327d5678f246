/**
 * Every third party the extension ever contacts, and why. Nothing else may be asked: the welcome and options
 * pages list this table, the permission request is made from it, and the lab serves these very hosts.
 * Pure data: imports nothing, touches nothing.
 */

export interface Resolver {
  id: string
  name: string
  /** RFC 8484 endpoint; asked with GET ?dns=. */
  url: string
}

/** DNS-over-HTTPS resolvers: each learns the name asked about, and the user's address. */
export const RESOLVERS: readonly Resolver[] = [
  { id: 'cloudflare', name: 'Cloudflare', url: 'https://cloudflare-dns.com/dns-query' },
  { id: 'google', name: 'Google Public DNS', url: 'https://dns.google/dns-query' },
  { id: 'quad9', name: 'Quad9', url: 'https://dns.quad9.net/dns-query' },
]

/**
 * Sites nobody is expected to block, far away: do they answer, our link to the world works. None shares a certificate
 * with a site people watch (gstatic.com and youtube.com do): a browser would take its connection for the other's.
 */
export const FOREIGN_REFERENCES: readonly string[] = [
  'https://www.kernel.org/',
  'https://www.iana.org/',
  'https://www.debian.org/',
  'https://www.ripe.net/',
]

/** Sites inside a country: when only these answer, the country is cut off from the world. ISO 3166 code to URLs. */
export const IN_COUNTRY_REFERENCES: Readonly<Record<string, readonly string[]>> = {
  KZ: ['https://www.nic.kz/', 'https://kaspi.kz/', 'https://www.kazpost.kz/'],
  KG: ['https://www.cctld.kg/', 'https://www.mbank.kg/', 'https://www.elcat.kg/'],
}

export interface PortalCheck {
  url: string
  status: number
  /** The whole body, trimmed; '' for none. */
  body: string
}

/** Plain-HTTP pages whose answer is known: a captive portal answers in their place. */
export const PORTAL_CHECKS: readonly PortalCheck[] = [
  { url: 'http://detectportal.firefox.com/success.txt', status: 200, body: 'success' },
  { url: 'http://www.msftconnecttest.com/connecttest.txt', status: 200, body: 'Microsoft Connect Test' },
]

export interface CalibrationHost {
  url: string
  code: 'tls.cert.authority_invalid' | 'tls.cert.date_invalid' | 'tls.cert.name_invalid'
  /** What the lab must serve there. */
  certificate: 'unknown-ca' | 'self-signed' | 'expired' | 'wrong-host'
}

/** Hosts that serve bad certificates on purpose; asked in Firefox only, when a certificate failure must be named. */
export const CALIBRATION_HOSTS: readonly CalibrationHost[] = [
  {
    url: 'https://untrusted-root.badssl.com/',
    code: 'tls.cert.authority_invalid',
    certificate: 'unknown-ca',
  },
  { url: 'https://self-signed.badssl.com/', code: 'tls.cert.authority_invalid', certificate: 'self-signed' },
  { url: 'https://expired.badssl.com/', code: 'tls.cert.date_invalid', certificate: 'expired' },
  { url: 'https://wrong.host.badssl.com/', code: 'tls.cert.name_invalid', certificate: 'wrong-host' },
]

export interface ControlHelper {
  name: string
  /** Speaks the OONI test helper protocol (core/protocol/control.ts) at this URL. */
  url: string
}

/**
 * Who may be asked how a failing site looks from outside, in this order, unless the user names others: each learns the
 * site's URL, its addresses as seen here, and the user's address. OONI's public test helpers.
 */
export const CONTROL_HELPERS: readonly ControlHelper[] = [
  { name: 'OONI 0.th', url: 'https://0.th.ooni.org/' },
  { name: 'OONI 1.th', url: 'https://1.th.ooni.org/' },
  { name: 'OONI 2.th', url: 'https://2.th.ooni.org/' },
]

/**
 * Large answers for the transfer test, fetched side by side with a slow site; asked only within the size budget that
 * the user gave. `{bytes}` is how many are wanted.
 */
export const TRANSFER_CONTROLS: readonly string[] = [
  'https://speed.cloudflare.com/__down?bytes={bytes}',
  'https://proof.ovh.net/files/1Mb.dat',
]

/**
 * Names that filters at home answer falsely and operators do not: an advertising host, and the name by which networks
 * say that they filter (https://support.mozilla.org/kb/canary-domain-use-application-dnsnet). Asked only when a
 * site's name led nowhere.
 */
export const FILTER_CANARIES: readonly string[] = [
  'https://googleads.g.doubleclick.net/',
  'https://use-application-dns.net/',
]

/**
 * A zone in which `1-2-3-4.<zone>` leads to 1.2.3.4 (IPv6 with dashes for colons): a neutral name for an address. Its
 * name servers learn the address, from the user's resolver.
 */
export const NEUTRAL_ZONE = 'sslip.io'

export interface NetworkLookup {
  name: string
  /** Everything it asks, in order; the first one learns the user's address from the connection, as any site does. */
  urls: readonly string[]
  /** How its answers are read (src/networks/lookup.ts). */
  speaks: 'ooni' | 'echoip'
}

/**
 * Who may be asked which network we are on, in this order, after a look-up of the user's own: each learns the user's
 * address. Asked when the network may have changed, and remembered for each address (as a keyed hash, never itself).
 */
export const NETWORK_LOOKUPS: readonly NetworkLookup[] = [
  {
    name: 'OONI',
    urls: ['https://www.cloudflare.com/cdn-cgi/trace', 'https://api.ooni.org/api/v1/geolookup'],
    speaks: 'ooni',
  },
  { name: 'ifconfig.co', urls: ['https://ifconfig.co/json'], speaks: 'echoip' },
]
