import { getDomain } from 'tldts'
import { isAddress, normaliseAddress } from './address.ts'
import { hostOf } from './url.ts'

/**
 * The registrable domain of a URL or host ("www.bbc.co.uk" -> "bbc.co.uk"), private suffixes included
 * ("a.github.io" stays apart from "b.github.io"). An address is its own site; a name without a known suffix too.
 */
export function siteOf(urlOrHost: string): string {
  const host = urlOrHost.includes('://') ? hostOf(urlOrHost) : urlOrHost.toLowerCase()
  if (isAddress(host)) return normaliseAddress(host)
  return getDomain(host, { allowPrivateDomains: true }) ?? host
}

/** Whether two URLs or hosts belong to one owner, as far as the Public Suffix List can tell. */
export function sameSite(a: string, b: string): boolean {
  const site = siteOf(a)
  return site !== '' && site === siteOf(b)
}
