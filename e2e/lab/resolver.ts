import { createSocket } from 'node:dgram'
import { createServer, type Socket } from 'node:net'
import { censorAnswer, type DnsDeed } from './dns-deed.ts'
import { readQuestion, writeAnswer } from './dns-message.ts'
import { homeFilter } from './home-filter.ts'
import { PORTAL, RESOLVER_ADDRESS } from './link-addresses.ts'
import type { Plan } from './plan.ts'
import { resolveTruly } from './zone.ts'

/** An injected answer must win the race; this far behind comes the true one. */
const INJECTION_LEAD_MS = 15

/** The operator's resolver of one network, over UDP and TCP. */
export class OperatorResolver {
  private plan: Plan
  private readonly index: number
  private readonly log: (line: string) => void

  constructor(plan: Plan, index: number, log: (line: string) => void) {
    this.plan = plan
    this.index = index
    this.log = log
  }

  configure(plan: Plan): void {
    this.plan = plan
  }

  async listen(): Promise<void> {
    const udp = createSocket('udp4')
    udp.on('message', (message, peer) => {
      const send = (answer: Buffer) => udp.send(answer, peer.port, peer.address)
      this.handle(message, true, send)
    })
    const tcp = createServer((socket) => this.overTcp(socket))
    await Promise.all([
      new Promise<void>((resolve) => udp.bind(53, RESOLVER_ADDRESS, resolve)),
      new Promise<void>((resolve) => tcp.listen(53, RESOLVER_ADDRESS, resolve)),
    ])
  }

  /** RFC 1035 section 4.2.2: two bytes of length before each message. */
  private overTcp(socket: Socket): void {
    let flow = Buffer.alloc(0)
    socket.on('error', () => socket.destroy())
    socket.on('data', (chunk: Buffer) => {
      flow = Buffer.concat([flow, chunk])
      while (flow.length >= 2 && flow.length >= 2 + flow.readUInt16BE(0)) {
        const message = flow.subarray(2, 2 + flow.readUInt16BE(0))
        flow = flow.subarray(2 + message.length)
        this.handle(message, false, (answer) => {
          const length = Buffer.alloc(2)
          length.writeUInt16BE(answer.length)
          if (!socket.destroyed) socket.write(Buffer.concat([length, answer]))
        })
      }
    })
  }

  private handle(message: Buffer, udp: boolean, send: (answer: Buffer) => void): void {
    const question = readQuestion(message)
    if (!question) return
    const { answer, forged, rule } = this.decide(question.name)
    this.log(`dns ${question.type} ${question.name}${rule ? ` [${rule}]` : ''} ${describe(answer, forged)}`)
    if (forged && udp) send(writeAnswer(message, question, forged))
    if (!answer) return
    const reply = writeAnswer(message, question, answer)
    if (forged && udp) setTimeout(() => send(reply), INJECTION_LEAD_MS)
    else send(reply)
  }

  private decide(name: string): DnsDeed {
    const { local, sites, rules, networks, sweep } = this.plan
    if (name === PORTAL.host) {
      return { answer: { rcode: 'NOERROR', addresses: [PORTAL.address] }, forged: null, rule: 'portal' }
    }
    const filtered = homeFilter(local, name)
    if (filtered) return { answer: filtered, forged: null, rule: 'home filter' }
    const truth = resolveTruly(sites, name, false)
    const network = networks[this.index]
    if (!network) return { answer: truth, forged: null, rule: '' }
    return censorAnswer('dns', name, truth, rules, network, sweep)
  }
}

function describe(answer: DnsDeed['answer'], forged: DnsDeed['forged']): string {
  const shown = forged ?? answer
  return shown ? `${shown.rcode} ${shown.addresses.join(' ')}` : 'silence'
}
