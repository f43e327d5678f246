import { NETWORK_LOOKUPS } from '../measure/parties.ts'
import type { NamelessRequest } from '../platform/strip-headers.ts'
import { type Ask, LookupError, type LookupFailure } from './ask.ts'
import { echoIpLookup } from './echo-ip-lookup.ts'
import type { Found } from './found.ts'
import type { KnownAddresses } from './known-addresses.ts'
import { ooniLookup } from './ooni-lookup.ts'
import { ownLookup } from './own-lookup.ts'

/** Somebody who can say which network our address belongs to. */
export interface Lookup {
  name: string
  /** All it may ask: their hosts must be granted, and their headers stripped, before the first one. */
  requests: readonly NamelessRequest[]
  /** Rejects with a LookupError. */
  find(ask: Ask, known: KnownAddresses): Promise<Found>
}

/** Whom to ask, in order: the user's own first, for that one is theirs. */
export function lookupsOf(own: string | null): Lookup[] {
  const builtIn = NETWORK_LOOKUPS.map(({ name, urls, speaks }) =>
    speaks === 'ooni' ? ooniLookup(name, urls) : echoIpLookup(name, urls),
  )
  return own ? [ownLookup(own), ...builtIn] : builtIn
}

export interface Tried {
  name: string
  /** '' for the one that answered. */
  why: LookupFailure | ''
}

/** Asks one after another until one answers well; says how it went with each. Never rejects. */
export async function findNetwork(
  lookups: readonly Lookup[],
  deps: { ask: Ask; known: KnownAddresses; mayReach(url: string): Promise<boolean> },
): Promise<{ found: Found | null; tried: Tried[] }> {
  const tried: Tried[] = []
  for (const lookup of lookups) {
    const { name, requests } = lookup
    try {
      const granted = await Promise.all(requests.map(({ url }) => deps.mayReach(url)))
      // Where we may not go the browser would not strip our headers either.
      if (granted.includes(false)) throw new LookupError('permission')
      const found = await lookup.find(deps.ask, deps.known)
      return { found, tried: [...tried, { name, why: '' }] }
    } catch (error) {
      tried.push({ name, why: error instanceof LookupError ? error.why : 'unreachable' })
    }
  }
  return { found: null, tried }
}
