import { writeFile } from 'node:fs/promises'
import { links } from './link-addresses.ts'
import { ip } from './run-command.ts'
import type { Local, Site } from './scenario.ts'

/**
 * Whether the user's line has IPv6: only where the world speaks of it, so that no other world changes its timing for
 * it. Under `broken` the address and the route are there all the same, and lead nowhere.
 */
export function hasSix({ local, sites }: { local: Local; sites: readonly Site[] }): boolean {
  if (local.ipv6 === 'none') return false
  return local.ipv6 === 'broken' || sites.some(({ ips }) => ips.some((ip) => ip.includes(':')))
}

/** Local conditions with what they come to: a line on which nothing speaks IPv6 is one that has none. */
export function lineOf(world: { local: Local; sites: readonly Site[] }): Local {
  return hasSix(world) ? world.local : { ...world.local, ipv6: 'none' }
}

/**
 * Plugs the user's machine into one access network; null: into none. As a network manager does it: an address goes
 * with its link, which is what tells browsers of the change.
 */
export async function attachUser(networks: number, current: number | null, six: boolean): Promise<void> {
  const numbers = Array.from({ length: networks }, (_, n) => n)
  const detach = numbers.flatMap((n) =>
    n === current ? [] : [`addr flush dev ${links(n).device}`, `link set ${links(n).device} down`],
  )
  if (current === null) return void (await ip(detach))
  const here = links(current)
  await writeFile(`/proc/sys/net/ipv6/conf/${here.device}/disable_ipv6`, six ? '0' : '1').catch(() => {})
  await ip([
    ...detach,
    `addr replace ${here.user}/30 dev ${here.device}`,
    `link set ${here.device} up`,
    `route replace default via ${here.gateway} dev ${here.device}`,
    ...(six
      ? [
          `addr replace ${here.six.user}/64 dev ${here.device} nodad`,
          `route replace default via ${here.six.gateway} dev ${here.device}`,
        ]
      : []),
  ])
}
