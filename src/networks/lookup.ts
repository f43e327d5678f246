import { askOverlapped } from '../measure/overlapped.ts'
import { NETWORK_LOOKUPS } from '../measure/parties.ts'
import type { NamelessRequest } from '../platform/strip-headers.ts'
import { type Ask, askingWith, LookupError, type LookupFailure, type LookupTimes } from './ask.ts'
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
  /** '' for the one that answered; `slow` for who was still silent then. */
  why: LookupFailure | ''
}

export interface FindDeps {
  fetch: typeof globalThis.fetch
  times: LookupTimes
  known: KnownAddresses
  mayReach(url: string): Promise<boolean>
  spend(cost: { requests: number; bytes: number }): void
}

/**
 * Asks in order until somebody answers well: the next one when the one before failed, or beside it when it is silent
 * for long. Says how it went with each that was asked. Never rejects.
 */
export async function findNetwork(
  lookups: readonly Lookup[],
  { fetch, times, known, mayReach, spend }: FindDeps,
): Promise<{ found: Found | null; tried: Tried[] }> {
  const tried: Tried[] = []
  const find = async ({ name, requests, find }: Lookup, over: AbortSignal) => {
    const mine: Tried = { name, why: 'slow' }
    tried.push(mine)
    try {
      const granted = await Promise.all(requests.map(({ url }) => mayReach(url)))
      // Where we may not go the browser would not strip our headers either.
      if (granted.includes(false)) throw new LookupError('permission')
      const found = await find(askingWith({ fetch, eachMs: times.eachMs, over, spend }), known)
      mine.why = ''
      return found
    } catch (error) {
      if (!over.aborted) mine.why = error instanceof LookupError ? error.why : 'unreachable'
      return null
    }
  }
  const overallMs = times.eachMs * 2 * lookups.length
  const found = await askOverlapped(lookups, find, { nextAfterMs: times.nextAfterMs, overallMs }, NEVER)
  return { found, tried: tried.map((one) => ({ ...one })) }
}

const NEVER = new AbortController().signal
