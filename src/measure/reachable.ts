import { mayReach } from '../platform/permissions.ts'

/**
 * Those whose host the user let us reach. Without host access a request would carry an Origin header, in Firefox
 * one unique to this installation, so nobody else is asked.
 */
export async function reachable<T extends { url: string }>(parties: readonly T[]): Promise<T[]> {
  const allowed = await Promise.all(parties.map(({ url }) => mayReach(url)))
  return parties.filter((_, i) => allowed[i])
}
