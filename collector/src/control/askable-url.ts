import { parseTargetUrl } from '../../../core/net/url.ts'
import { isPublicAddress, parseAddress } from './public-address.ts'
import { Refusal } from './refusal.ts'

export interface AskableUrl {
  url: URL
  scheme: 'http' | 'https'
  /** Lower case, in punycode, without brackets or the root's dot: what is resolved and what TLS is asked for. */
  host: string
  /** Whether `host` is an address: then there is nothing to resolve. */
  literal: boolean
  port: number
}

/**
 * 80 and 443 are the web; 8080 and 8443 are where sites of the test lists also are. Any other port could be anything
 * (mail, databases, remote shells), and a helper that connects to it for strangers is a port scanner for hire.
 */
export const WEB_PORTS: readonly number[] = [80, 443, 8080, 8443]

/**
 * Reads a URL that a stranger, or a site's redirect, wants looked at. Throws Refusal. The WHATWG parser has already
 * turned every notation of an IPv4 address ("0x7f.1", "2130706433", "127.0.0.1.", full-width digits) into the plain one.
 */
export function askableUrl(text: string, ports: readonly number[], base?: URL): AskableUrl {
  if (text.length > 8192 || !URL.canParse(text, base?.href)) throw new Refusal('not a URL')
  const url = new URL(text, base)
  const scheme = url.protocol === 'https:' ? 'https' : url.protocol === 'http:' ? 'http' : null
  if (scheme === null) throw new Refusal('only http and https')
  if (url.username !== '' || url.password !== '') throw new Refusal('no user names or passwords')
  const port = Number(url.port || (scheme === 'https' ? 443 : 80))
  if (!ports.includes(port)) throw new Refusal(`port ${port} is none of ${ports.join(', ')}`)
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
  const literal = parseAddress(host) !== null
  if (literal) {
    if (!isPublicAddress(host)) throw new Refusal('not a public address')
    return { url, scheme, host, literal, port }
  }
  if (host.length > 253 || host.split('.').some((label) => label === '' || label.length > 63)) {
    throw new Refusal('not a name')
  }
  const entry = parseTargetUrl(`${scheme}://${host}/`)
  if (!entry.ok) throw new Refusal(`not a public name (${entry.error})`)
  return { url, scheme, host, literal, port }
}
