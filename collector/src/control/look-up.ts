import { orAbandon, withDeadline } from './deadline.ts'
import { DnsFailure, type Resolve } from './dns-failure.ts'
import { parseAddress } from './public-address.ts'
import { HelperTrouble } from './refusal.ts'

/** Far more than any honest name has. */
const MOST_ADDRESSES = 64

/**
 * All addresses of a name, IPv4 first, as OONI's resolver gives them: one family's failure counts only when the other
 * has nothing. [] for a name without addresses. Throws DnsFailure or HelperTrouble.
 */
export async function lookUp(
  resolve: Resolve,
  host: string,
  ms: number,
  outer?: AbortSignal,
): Promise<string[]> {
  return withDeadline(
    ms,
    async (signal) => {
      const ask = (type: 'A' | 'AAAA') => orAbandon(resolve(host, type, signal), signal)
      const [four, six] = await Promise.allSettled([ask('A'), ask('AAAA')])
      const found = [four, six].flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
      const addresses = [...new Set(found)].filter((one) => parseAddress(one) !== null)
      if (addresses.length > 0) return addresses.slice(0, MOST_ADDRESSES)
      if (four.status === 'rejected') throw dnsFailure(four.reason)
      if (six.status === 'rejected') throw dnsFailure(six.reason)
      return []
    },
    outer,
  )
}

function dnsFailure(error: unknown): Error {
  const failure = error instanceof DnsFailure ? error : new DnsFailure('timeout')
  return failure.kind === 'unreachable' ? new HelperTrouble('the resolver cannot be reached') : failure
}
