import type { Observation } from '../../core/model/observation.ts'
import { plainAddress } from './plain-address.ts'

/** Anything that reads as an IPv4 or IPv6 literal, also one inside an URL or percent-encoded colons. */
const LITERAL =
  /\d{1,3}(?:\.\d{1,3}){3}|(?:[0-9a-f]{0,4}(?::|%3a)){2,7}(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{0,4})/gi

/** Most strings hold neither: the pattern above is slow, and not worth running on them. */
const MAYBE = /\d\.\d|:[^:]*:|%3a/i

const GONE = '[scrubbed]'

/**
 * Takes every address out of a value's text that is not a server's own, as OONI's probe does with the user's: block
 * pages print the visitor's address, in words, in headers and in the URLs they lead to. Nobody here knows that address,
 * so every literal goes that the measurement itself did not name as a server's.
 */
export function scrubbed<T>(value: T, servers: ReadonlySet<string>): T {
  return walk(value, servers) as T
}

function walk(value: unknown, servers: ReadonlySet<string>): unknown {
  if (typeof value === 'string') return scrubbedText(value, servers)
  if (Array.isArray(value)) return value.map((item) => walk(item, servers))
  if (typeof value !== 'object' || value === null) return value
  const copy: Record<string, unknown> = {}
  for (const key in value) {
    // The one name that assigning to does not make a property of.
    if (key !== '__proto__') copy[scrubbedText(key, servers)] = walk(value[key as never], servers)
  }
  return copy
}

function scrubbedText(text: string, servers: ReadonlySet<string>): string {
  if (!MAYBE.test(text)) return text
  return text.replaceAll(LITERAL, (literal) => {
    const plain = plainAddress(literal.replaceAll(/%3a/gi, ':'))
    return plain === null || servers.has(plain) ? literal : GONE
  })
}

/** Addresses that this look named as servers': answers of DNS, who answered, who was asked. */
export function serverAddresses(url: string, observations: readonly Observation[]): Set<string> {
  const found = [hostOf(url), ...observations.flatMap(addressesOf)]
  return new Set(found.flatMap((address) => plainAddress(address) ?? []))
}

function addressesOf(seen: Observation): string[] {
  switch (seen.kind) {
    case 'doh':
    case 'system-dns':
      return [...seen.addresses, ...(seen.kind === 'doh' ? [hostOf(seen.resolver)] : [])]
    case 'address':
      return [seen.address]
    case 'page':
      return [
        ...seen.hops.flatMap((hop) => [hop.ip ?? '', hostOf(hop.url)]),
        seen.response?.ip ?? '',
        hostOf(seen.response?.url ?? ''),
      ]
    case 'control':
      return seen.answer
        ? [...seen.answer.dns.addresses, ...seen.answer.tcp.map((t) => bare(t.endpoint))]
        : []
    default:
      return []
  }
}

const hostOf = (url: string): string =>
  URL.canParse(url) ? new URL(url).hostname.replace(/^\[|\]$/g, '') : ''
const bare = (endpoint: string): string => endpoint.replace(/:\d+$/, '').replace(/^\[|\]$/g, '')
