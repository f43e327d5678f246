import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { AccessCalls } from './access-network.ts'
import { NODE } from './enter.ts'
import type { ExitCalls } from './exit-host.ts'
import { links, OUTSIDE, PORTAL, RESOLVER_ADDRESS, VPN } from './link-addresses.ts'
import type { OutsideCalls } from './outside.ts'
import { type Calls, Remote } from './rpc.ts'
import { ip, run } from './run-command.ts'

/** The lab's hosts beside the user's machine: made once a process, reconfigured for every world. */
export class Hosts {
  readonly outside: Remote<OutsideCalls>
  readonly networks: Remote<AccessCalls>[] = []
  exit: Remote<ExitCalls> | null = null
  private served = new Set<string>()

  private constructor(outside: Remote<OutsideCalls>) {
    this.outside = outside
  }

  static async create(): Promise<Hosts> {
    await run('ip', ['netns', 'add', OUTSIDE])
    await ip(['link set lo up'], OUTSIDE)
    await keepLittle(OUTSIDE)
    return new Hosts(start<OutsideCalls>(OUTSIDE, './outside.ts'))
  }

  /** Access networks 0 to count - 1 exist after this. */
  async haveNetworks(count: number): Promise<void> {
    for (let n = this.networks.length; n < count; n++) {
      await wire(n)
      this.networks.push(start<AccessCalls>(links(n).namespace, './access-network.ts'))
    }
  }

  /** The VPN's exit, which only worlds with a VPN need. */
  async haveExit(): Promise<Remote<ExitCalls>> {
    if (!this.exit) {
      await wireExit()
      this.exit = start<ExitCalls>(VPN.namespace, './exit-host.ts')
    }
    return this.exit
  }

  /** Addresses that exist in the outside, and no others: anything else is silence. */
  async haveAddresses(addresses: readonly string[]): Promise<void> {
    const wanted = new Set(addresses)
    const gone = [...this.served].filter((address) => !wanted.has(address))
    const fresh = [...wanted].filter((address) => !this.served.has(address))
    await ip(
      [
        ...gone.map((address) => `route del local ${address} dev lo table local`),
        ...fresh.map((address) => `route add local ${address} dev lo table local`),
      ],
      OUTSIDE,
    )
    this.served = wanted
  }

  end(): void {
    this.outside.end()
    this.exit?.end()
    for (const network of this.networks) network.end()
  }
}

const FORWARD = 'echo 1 > /proc/sys/net/ipv4/ip_forward; echo 1 > /proc/sys/net/ipv6/conf/all/forwarding'

async function wire(n: number): Promise<void> {
  const { device, namespace, gateway, uplink, outside, six } = links(n)
  await run('ip', ['netns', 'add', namespace])
  await ip([
    `link add ${device} type veth peer name user netns ${namespace}`,
    `link add wan netns ${namespace} type veth peer name ${namespace} netns ${OUTSIDE}`,
    // Else a link-local address appears of itself a second later, which browsers take for a change of network.
    `link set ${device} addrgenmode none`,
  ])
  await Promise.all([
    ip(
      [
        'link set lo up',
        'link set user up',
        'link set wan up',
        `addr add ${gateway}/30 dev user`,
        `addr add ${uplink}/30 dev wan`,
        `addr add ${RESOLVER_ADDRESS}/32 dev lo`,
        `addr add ${PORTAL.address}/32 dev lo`,
        'route add local 10.77.0.0/16 dev lo table local',
        `route add default via ${outside}`,
        `addr add ${six.gateway}/64 dev user nodad`,
        `addr add ${six.uplink}/64 dev wan nodad`,
        'route add local fd77::/16 dev lo table local',
        `route add default via ${six.outside}`,
      ],
      namespace,
    ).then(() => run('ip', ['netns', 'exec', namespace, 'sh', '-c', FORWARD])),
    keepLittle(namespace),
    ip(
      [
        `addr add ${outside}/30 dev ${namespace}`,
        `addr add ${six.outside}/64 dev ${namespace} nodad`,
        `link set ${namespace} up`,
      ],
      OUTSIDE,
    ),
  ])
  await ip(
    [
      `route add ${gateway.replace(/1$/, '0')}/30 via ${uplink}`,
      `route add ${six.gateway.replace(/1$/, '')}/64 via ${six.uplink}`,
    ],
    OUTSIDE,
  )
}

/** Between the exit and the sites there is no operator of the user's. */
async function wireExit(): Promise<void> {
  const { namespace, address, gateway } = VPN
  await run('ip', ['netns', 'add', namespace])
  await ip([`link add ${namespace} netns ${OUTSIDE} type veth peer name wan netns ${namespace}`])
  await ip(
    [
      `addr add ${gateway}/31 dev ${namespace}`,
      `link set ${namespace} up`,
      // The outside passes on what is for the exit; what is for nobody stays silence.
      'route add blackhole default',
    ],
    OUTSIDE,
  )
  await run('ip', ['netns', 'exec', OUTSIDE, 'sh', '-c', 'echo 1 > /proc/sys/net/ipv4/ip_forward'])
  await ip(
    [
      'link set lo up',
      'link set wan up',
      `addr add ${address}/31 dev wan`,
      `route add default via ${gateway}`,
    ],
    namespace,
  )
}

/**
 * A server's kernel and the middlebox's would each hold hundreds of kilobytes of a slowed flow, and what a browser has
 * given up on would trickle through for half a minute before anything else on that connection.
 */
async function keepLittle(namespace: string): Promise<void> {
  const set = "echo 4096 > tcp_notsent_lowat; echo '4096 8192 16384' > tcp_rmem"
  await run('ip', ['netns', 'exec', namespace, 'sh', '-c', `cd /proc/sys/net/ipv4; ${set}`])
}

function start<C extends Calls>(namespace: string, script: string): Remote<C> {
  const file = fileURLToPath(new URL(script, import.meta.url))
  const child = spawn('ip', ['netns', 'exec', namespace, ...NODE, file], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  return new Remote<C>(child, namespace)
}
