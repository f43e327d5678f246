import { findSeat, type Seat } from './built-in-roots.ts'
import { type Capture, startCapture } from './capture.ts'
import { type Authorities, createAuthorities } from './certificates.ts'
import { insideLab } from './enter.ts'
import { outsideFirewall } from './firewall.ts'
import { Hosts } from './hosts.ts'
import { OUTSIDE } from './link-addresses.ts'
import { addressesOf, layOut, type Plan, type PlannedSite } from './plan.ts'
import { writePolicies } from './policies.ts'
import { type Proof, proveWorld } from './prove.ts'
import { nft } from './run-command.ts'
import type { Scenario } from './scenario.ts'
import type { Traffic } from './traffic.ts'
import { attachUser, hasSix } from './user-link.ts'

export type { Proof } from './prove.ts'

export interface Counters {
  /** What the sites' servers saw. */
  outside: Traffic
  /** What the middleboxes saw, by the name on the wire. */
  middlebox: Traffic
}

/** A running censored internet, as seen from the user's machine, which is where this process runs. */
export interface World {
  readonly plan: Plan
  /**
   * Looks at every site and rule with plain clients, inside and outside. One that is not ok: the lab is broken,
   * and no verdict in this world means anything.
   */
  prove(): Promise<Proof[]>
  /** Sweep number, counted from 1: what rules' `from` and `until` speak of. */
  setSweep(n: number): Promise<void>
  /** Moves the user's machine to another access network. */
  useNetwork(id: string): Promise<void>
  /** true: the cable is out. */
  offline(out: boolean): Promise<void>
  /** The user logged in at the portal (false), or is caught again (true). */
  setPortal(up: boolean): Promise<void>
  counters(): Promise<Counters>
  /** What middleboxes and resolvers did and what control hosts were asked, in order of time. */
  log(): Promise<string[]>
  /** Captures the user's packets into a pcap file; answers how to stop, or null where there is no tcpdump. */
  capture(file: string): Promise<(() => Promise<void>) | null>
  close(): Promise<void>
}

/** A site that its owner points at 127.0.0.1 leads everybody to themselves: no server of the lab is there. */
const isOfLab = (address: string): boolean => !/^(127|0)\.|^::1?$/.test(address)

/** Every network once, the present one first. */
const rotated = (count: number, from: number): number[] =>
  Array.from({ length: count }, (_, n) => (from + n) % count)

interface Ground {
  hosts: Hosts
  authorities: Authorities
  seat: Seat | null
}
let ground: Promise<Ground> | null = null

async function makeGround(): Promise<Ground> {
  if (!insideLab()) throw new Error('openWorld needs enterLab first: this process is outside the lab')
  const seat = await findSeat()
  const [hosts, authorities] = await Promise.all([Hosts.create(), createAuthorities(seat)])
  return { hosts, authorities, seat }
}

/** Opens the world of one scenario, or of several that do not collide. One at a time; call close before the next. */
export async function openWorld(
  scenarios: readonly Scenario[],
  options: { rttMs?: number; also?: readonly PlannedSite[]; bareHeaders?: boolean } = {},
): Promise<World> {
  ground ??= makeGround()
  const { hosts, authorities, seat } = await ground
  let plan = layOut(scenarios, authorities, options.rttMs, options.also)
  if (options.bareHeaders) plan = { ...plan, bareHeaders: true }
  await hosts.haveNetworks(plan.networks.length)
  const trusted = [authorities.lab]
  if (plan.local.trustCensorCa) trusted.push(authorities.censor)
  if (plan.local.inspectAll) trusted.push(authorities.inspection)
  const inUse = hosts.networks.slice(0, plan.networks.length)
  await Promise.all([
    writePolicies(seat, trusted, plan.local.adblock),
    hosts.haveAddresses(plan.sites.flatMap(addressesOf).filter(isOfLab)),
    hosts.outside.call('configure', plan).then(() => nft(outsideFirewall(plan), OUTSIDE)),
    ...inUse.map((network, index) => network.call('configure', { plan, index })),
    ...(plan.local.vpn ? [hosts.haveExit().then((exit) => exit.call('configure', plan))] : []),
  ])
  let current = 0
  let unplugged = false
  const captures = new Set<Capture>()

  const attach = () => attachUser(hosts.networks.length, unplugged ? null : current, hasSix(plan))
  const update = async (change: Partial<Plan>) => {
    plan = { ...plan, ...change }
    await Promise.all([
      hosts.outside.call('update', plan),
      ...inUse.map((network) => network.call('update', plan)),
    ])
  }
  await attach()

  return {
    get plan() {
      return plan
    },
    async prove() {
      const visit = async (index: number) => {
        current = index
        await attach()
      }
      const before = current
      const proofs = await proveWorld(
        plan,
        unplugged ? [current] : rotated(inUse.length, current),
        visit,
        hosts.outside,
        inUse,
      )
      if (!unplugged) await visit(before)
      return proofs
    },
    setSweep: (sweep) => update({ sweep }),
    setPortal: (portalUp) => update({ portalUp }),
    async useNetwork(id) {
      const index = plan.networks.findIndex((network) => network.id === id)
      if (index < 0) throw new Error(`no network is called ${id}`)
      current = index
      await attach()
    },
    async offline(out) {
      unplugged = out
      await attach()
    },
    async counters() {
      const middlebox: Traffic = {}
      for (const traffic of await Promise.all(inUse.map((network) => network.call('traffic', null)))) {
        for (const [host, seen] of Object.entries(traffic)) {
          const sum = middlebox[host] ?? { connections: 0, requests: 0, bytes: 0 }
          middlebox[host] = {
            connections: sum.connections + seen.connections,
            requests: sum.requests + seen.requests,
            bytes: sum.bytes + seen.bytes,
          }
        }
      }
      return { outside: await hosts.outside.call('traffic', null), middlebox }
    },
    async log() {
      const logs = await Promise.all(inUse.map((network) => network.call('log', null)))
      const inside = logs.flatMap((lines, n) => lines.map((line) => `${line} (${plan.networks[n]?.id})`))
      return [...inside, ...(await hosts.outside.call('log', null))].sort()
    },
    async capture(file) {
      const running = await startCapture(file)
      if (running) captures.add(running)
      return running && (() => running.stop())
    },
    async close() {
      for (const capture of captures) await capture.stop()
    },
  }
}

/** Ends every host of the lab; the process can exit after this. */
export async function closeLab(): Promise<void> {
  const made = await ground
  ground = null
  made?.hosts.end()
}
