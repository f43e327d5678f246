import { connect, type Socket } from 'node:net'
import { blockPageAnswer, redirectAnswer } from './block-page.ts'
import { Issuer } from './certificates.ts'
import { readHello } from './client-hello.ts'
import { relayAddresses } from './firewall.ts'
import { addressThrottle, hostRule, sniRule } from './flow-rule.ts'
import { Forger } from './forger.ts'
import { carry, type Lane, POLICED_HIGH_WATER } from './lane.ts'
import { PORTAL } from './link-addresses.ts'
import { listenOn } from './listen.ts'
import { makeLossy } from './lossy-flows.ts'
import { peek } from './peek.ts'
import type { Plan } from './plan.ts'
import { portalAnswer } from './portal-page.ts'
import { aliases } from './ports.ts'
import { RateLimit } from './rate-limit.ts'
import { readRequestHead } from './request-head.ts'
import { Residue } from './residue.ts'
import { FREEZE_BYTES } from './rule-schema.ts'
import type { CensorRule } from './scenario.ts'
import { TrafficCounter } from './traffic.ts'

/** What a middlebox learned of a flow before deciding. */
interface Seen {
  name: string | null
  address: string
  port: 80 | 443
  /** SNI or Host could be read. */
  spoken: boolean
}

/** Stands in every live flow of one network: sees names, applies the rules, makes the round-trip time. */
export class Middlebox {
  private plan: Plan
  private readonly index: number
  private readonly log: (line: string) => void
  private readonly issuer: Issuer
  private readonly forger: Forger
  private readonly open = new Set<Socket>()
  readonly residue = new Residue()
  private readonly buckets = new Map<CensorRule, RateLimit>()
  private trueAddress = new Map<string, string>()
  readonly traffic = new TrafficCounter()

  constructor(plan: Plan, index: number, log: (line: string) => void) {
    this.plan = plan
    this.index = index
    this.log = log
    this.issuer = new Issuer(plan.authorities)
    this.forger = new Forger(this.issuer, plan.authorities.lab.certificate)
  }

  async listen(): Promise<void> {
    await this.forger.listen()
    for (const port of [80, 443] as const) {
      await listenOn(port, (socket) => {
        this.open.add(socket)
        socket.on('close', () => this.open.delete(socket))
        socket.on('error', () => socket.destroy())
        void this.accept(socket, port).catch((error) => this.log(`middlebox: ${error}`))
      })
    }
  }

  configure(plan: Plan): void {
    for (const socket of this.open) socket.destroy()
    this.forget()
    this.issuer.shift(-plan.local.clockSkewSec * 1000)
    this.trueAddress = new Map(
      [...aliases(plan.sites, relayAddresses(plan.rules))].map(([true_, alias]) => [alias, true_]),
    )
    this.update(plan)
  }

  /** No flow was ever seen. */
  forget(): void {
    this.residue.clear()
    this.traffic.reset()
  }

  update(plan: Plan): void {
    this.plan = plan
    this.buckets.clear()
  }

  private async accept(socket: Socket, port: 80 | 443): Promise<void> {
    const alias = socket.localAddress ?? ''
    const address = alias === PORTAL.address ? alias : (this.trueAddress.get(alias) ?? '')
    const seen = port === 443 ? await this.readTls(socket, address) : await this.readPlain(socket, address)
    if (!seen) return void socket.end()
    const leftover = this.residue.find(socket, address, port)
    if (leftover) {
      this.log(`${address}:${port} residual ${leftover}`)
      return void (await this.deny(socket, leftover, 1.5 * this.plan.rttMs))
    }
    this.traffic.connection(seen.name ?? address, socket)
    if (port === 80 && seen.spoken) this.traffic.request(seen.name ?? address)
    if (port === 443) await this.secureFlow(socket, seen)
    else await this.plainFlow(socket, seen)
  }

  private async readTls(socket: Socket, address: string): Promise<Seen | null> {
    const hello = await peek(socket, (flow) => {
      const read = readHello(flow)
      return read.state === 'more' ? null : read
    })
    if (!hello) return null
    const spoken = hello.state === 'hello'
    return { name: spoken ? hello.name : null, address, port: 443, spoken }
  }

  private async readPlain(socket: Socket, address: string): Promise<Seen | null> {
    const head = await peek(socket, (flow) => {
      const read = readRequestHead(flow)
      return read.state === 'more' ? null : read
    })
    if (!head) return null
    const spoken = head.state === 'head'
    return { name: spoken ? head.host : null, address, port: 80, spoken }
  }

  private async secureFlow(socket: Socket, seen: Seen): Promise<void> {
    const rule = sniRule(this.plan, this.index, seen)
    this.log(`tls ${seen.name ?? '-'} ${seen.address}${rule ? ` [${rule.do}]` : ''}`)
    if (rule?.residualSec) this.residue.leave(socket, seen, rule)
    switch (rule?.do) {
      case 'reset':
      case 'drop':
      case 'close':
        return this.deny(socket, rule.do, 1.5 * this.plan.rttMs)
      case 'intercept':
        return this.pass(socket, seen, rule, 0, 'censor')
      case 'delay':
        return this.pass(socket, seen, rule, rule.ms ?? 0)
      case 'lossy':
        await makeLossy(socket, this.plan.rules.indexOf(rule))
        return this.pass(socket, seen, rule, 0)
      default:
        return this.pass(socket, seen, rule, 0, this.plan.local.inspectAll ? 'inspection' : null)
    }
  }

  private async plainFlow(socket: Socket, seen: Seen): Promise<void> {
    if (seen.address === PORTAL.address || this.plan.portalUp) {
      await this.wait(1.5 * this.plan.rttMs)
      return this.say(socket, portalAnswer(seen.name))
    }
    const rule = hostRule(this.plan, this.index, seen)
    this.log(`http ${seen.name ?? '-'} ${seen.address}${rule ? ` [${rule.do}]` : ''}`)
    switch (rule?.do) {
      case 'reset':
      case 'drop':
      case 'close':
        return this.deny(socket, rule.do, 1.5 * this.plan.rttMs)
      case 'blockpage':
        await this.wait(1.5 * this.plan.rttMs)
        return this.say(socket, blockPageAnswer(rule.page, seen.name ?? seen.address))
      case 'redirect':
        await this.wait(1.5 * this.plan.rttMs)
        return this.say(socket, redirectAnswer(rule.location ?? ''))
      default:
        return this.pass(socket, seen, rule, 0)
    }
  }

  private async deny(socket: Socket, how: 'reset' | 'drop' | 'close', afterMs: number): Promise<void> {
    if (how === 'drop') {
      // Swallow everything and never answer; TCP itself stays up, as behind a box that eats packets.
      socket.resume()
      return
    }
    await this.wait(afterMs)
    if (how === 'reset') socket.resetAndDestroy()
    else this.say(socket)
  }

  /** Ends the flow from this side; what the peer still sends is read, lest the close become a reset. */
  private say(socket: Socket, answer?: Buffer): void {
    socket.resume()
    if (answer) socket.end(answer)
    else socket.end()
  }

  private wait(ms: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, ms))
  }

  /** Where the flow truly goes: a relay passes to whatever site the flow names. */
  private destination(seen: Seen): string | null {
    if (!relayAddresses(this.plan.rules).includes(seen.address)) return seen.address || null
    return this.plan.sites.find((site) => site.host === seen.name)?.ips[0] ?? null
  }

  private pass(
    socket: Socket,
    seen: Seen,
    rule: CensorRule | null,
    extraMs: number,
    forge: 'censor' | 'inspection' | null = null,
  ): void {
    const address = this.destination(seen)
    if (!address) return void socket.resetAndDestroy()
    const target = forge ? { host: '127.0.0.1', port: this.forger.port } : { host: address, port: seen.port }
    // What a paused socket has read already is on its way as well: little, where the way is slow.
    const stock = this.rate(rule, seen) ? { highWaterMark: POLICED_HIGH_WATER } : {}
    const onward = connect({ ...target, allowHalfOpen: true, ...stock })
    this.open.add(onward)
    onward.on('close', () => this.open.delete(onward))
    onward.on('error', () => socket.resetAndDestroy())
    if (forge) onward.write(`${JSON.stringify({ address, name: seen.name ?? '', by: forge })}\n`)
    const { rttMs } = this.plan
    const flow = { frozen: false }
    const lane = (firstMs: number, freezeAt: number | null): Lane => ({
      holdMs: rttMs / 2,
      firstMs,
      freezeAt,
      rate: this.rate(rule, seen),
    })
    const freezeAt = rule?.on === 'sni' && rule.do === 'freeze' ? (rule.bytes ?? FREEZE_BYTES) : null
    carry(socket, onward, lane(rttMs + extraMs, null), flow)
    carry(onward, socket, lane(0, freezeAt), flow)
  }

  private rate(rule: CensorRule | null, seen: Seen): RateLimit | null {
    const limiting = rule?.do === 'throttle' ? rule : addressThrottle(this.plan, this.index, seen)
    if (!limiting || !('kbps' in limiting) || !limiting.kbps) return null
    const shared = limiting.shared ? this.buckets.get(limiting) : undefined
    const limit = shared ?? new RateLimit(limiting.kbps, performance.now())
    if (limiting.shared) this.buckets.set(limiting, limit)
    return limit
  }
}
