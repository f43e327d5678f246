import { RESOLVER_ADDRESS } from './link-addresses.ts'
import { type Look, look, type Sight } from './look.ts'
import { parseScenario } from './scenario.ts'
import { openWorld, type World } from './world.ts'

/** A made-up scenario: only what the test speaks of. */
export function scenarioOf(parts: Record<string, unknown>) {
  return parseScenario(
    { name: 'selftest', watch: ['https://open.example/'], expect: {}, ...parts },
    'selftest',
  )
}

export interface Seat {
  world: World
  dns(name: string): Promise<Sight>
  doh(name: string, resolver?: string): Promise<Sight>
  https(name: string, address: string, extra?: Partial<Look>): Promise<Sight>
  http(name: string, address: string, extra?: Partial<Look>): Promise<Sight>
  tcp(address: string, port: number): Promise<Sight>
}

/** A world and somebody at its keyboard. */
export async function sitDown(parts: Record<string, unknown>): Promise<Seat> {
  const world = await openWorld([scenarioOf(parts)])
  const roots = [world.plan.authorities.lab.certificate]
  const see = (what: Look['what'], name: string, address: string, port: number, extra: Partial<Look> = {}) =>
    look({ what, name, address, port, path: '/', timeoutMs: 1500, roots, ...extra })
  const addressOf = (host: string) => world.plan.sites.find((site) => site.host === host)?.ips[0] ?? ''
  return {
    world,
    dns: (name) => see('dns', name, RESOLVER_ADDRESS, 53),
    doh: (question, resolver = 'dns.google') =>
      see('doh', resolver, addressOf(resolver), 443, { path: '/dns-query', question }),
    https: (name, address, extra) => see('https', name, address, 443, extra),
    http: (name, address, extra) => see('http', name, address, 80, extra),
    tcp: (address, port) => see('tcp', '', address, port),
  }
}

/** The lab's own proof agrees. */
export async function allProven({ world }: Seat): Promise<void> {
  const bad = (await world.prove()).filter(({ ok }) => !ok)
  must(bad.length === 0, bad)
}

/** Throws with what was seen unless the fact holds. */
export function must(fact: boolean, seen: unknown): void {
  if (!fact) throw new Error(`saw ${JSON.stringify(seen, shorten)}`)
}

function shorten(_key: string, value: unknown): unknown {
  return typeof value === 'string' && value.length > 80 ? `${value.slice(0, 80)}...` : value
}
