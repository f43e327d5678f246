import { isAddress, isBogon } from './address.ts'

/** Why an entry cannot be a target. The pages translate these. */
export type TargetUrlError = 'empty' | 'not-a-url' | 'scheme' | 'local-name' | 'local-address'
export type TargetUrl = { ok: true; url: string } | { ok: false; error: TargetUrlError }

/** Names that never leave the local network or have no ordinary DNS (RFC 6761, RFC 6762, RFC 7686, RFC 8375, ICANN). */
const LOCAL_SUFFIXES = ['localhost', 'local', 'internal', 'lan', 'home', 'corp', 'home.arpa', 'onion', 'i2p']

/**
 * Turns what a user typed (a URL or a bare host) into a target URL: https unless http was asked for, names in
 * punycode, no credentials, no fragment.
 */
export function parseTargetUrl(entry: string): TargetUrl {
  const text = entry.trim()
  if (text === '') return { ok: false, error: 'empty' }
  const scheme = /^([a-z][a-z0-9+.-]*):(?!\d)/i.exec(text)?.[1]?.toLowerCase()
  if (scheme && scheme !== 'http' && scheme !== 'https') return { ok: false, error: 'scheme' }
  const withScheme = scheme ? text : `https://${text.replace(/^\/+/, '')}`
  if (!URL.canParse(withScheme)) return { ok: false, error: 'not-a-url' }
  const url = new URL(withScheme)
  url.username = ''
  url.password = ''
  url.hash = ''
  const host = url.hostname.replace(/\.$/, '')
  url.hostname = host
  if (isAddress(host)) {
    return isBogon(host) ? { ok: false, error: 'local-address' } : { ok: true, url: url.href }
  }
  if (/\s/.test(text) || !/^[a-z0-9._-]+$/.test(host)) return { ok: false, error: 'not-a-url' }
  const local = !host.includes('.') || LOCAL_SUFFIXES.some((s) => host === s || host.endsWith(`.${s}`))
  return local ? { ok: false, error: 'local-name' } : { ok: true, url: url.href }
}

/** The host of a URL, lower case, brackets of IPv6 literals removed; '' when it is not a URL. */
export function hostOf(url: string): string {
  if (!URL.canParse(url)) return ''
  const { hostname } = new URL(url)
  return hostname.startsWith('[') ? hostname.slice(1, -1) : hostname.replace(/\.$/, '')
}

/** 'http' or 'https'; null for anything else. */
export function schemeOf(url: string): 'http' | 'https' | null {
  if (!URL.canParse(url)) return null
  const { protocol } = new URL(url)
  return protocol === 'https:' ? 'https' : protocol === 'http:' ? 'http' : null
}

/** The port a URL names, when that is not its scheme's own. */
export function portOf(url: string): number | null {
  const port = URL.canParse(url) ? new URL(url).port : ''
  return port === '' ? null : Number(port)
}

/** Whether the URL names no name at all: nothing about it is DNS's doing. */
export function isBareAddressUrl(url: string): boolean {
  return isAddress(hostOf(url))
}

/** Equal apart from spelling and fragment. */
export function sameUrl(a: string, b: string): boolean {
  const plain = (url: string) => (URL.canParse(url) ? new URL(url).href.replace(/#.*$/, '') : url)
  return plain(a) === plain(b)
}
