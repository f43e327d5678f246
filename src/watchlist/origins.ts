import { isAddress } from '../../core/net/address.ts'
import { siteOf } from '../../core/net/site.ts'
import { schemeOf } from '../../core/net/url.ts'

/**
 * Match patterns for the host access that these URLs need, sorted, each once: the whole registrable domain, because
 * sites redirect between `www`, the bare name and language hosts, over http and https. Private suffixes count as
 * suffixes (alice.github.io does not ask for all of github.io). Addresses and names without a known suffix stand
 * for themselves; what is not an http(s) URL is left out.
 */
export function originsOf(urls: Iterable<string>): string[] {
  const patterns = [...urls].filter((url) => schemeOf(url) !== null).map((url) => patternOf(siteOf(url)))
  return [...new Set(patterns)].sort()
}

function patternOf(site: string): string {
  if (!isAddress(site)) return `*://*.${site}/*`
  return `*://${site.includes(':') ? `[${site}]` : site}/*`
}
