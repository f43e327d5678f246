import { Agent, request } from 'node:https'
import { decode, encode, RECURSION_DESIRED } from 'dns-packet'
import { Abandoned } from './deadline.ts'
import { DnsFailure, type Resolve } from './dns-failure.ts'

/**
 * The resolver OONI's helper uses too, by its own addresses: the machine's resolver, and whatever policy its provider
 * has, decides nothing.
 */
const RESOLVER = { name: 'dns.google', addresses: ['8.8.8.8', '8.8.4.4'], path: '/dns-query' }
const LONGEST = 65_535

export interface DohPlace {
  name: string
  addresses: readonly string[]
  path: string
  port?: number
  ca?: string[]
}

/** RFC 8484 by POST, over connections that stay open. */
export function dohResolver({ name, addresses, path, port = 443, ca }: DohPlace = RESOLVER): Resolve {
  const agent = new Agent({ keepAlive: true, maxSockets: 32, ...(ca ? { ca } : {}) })

  const ask = (address: string, message: Buffer, signal: AbortSignal) =>
    new Promise<Buffer>((resolve, reject) => {
      const question = request({
        agent,
        host: address,
        port,
        servername: name,
        method: 'POST',
        path,
        headers: {
          host: name,
          accept: 'application/dns-message',
          'content-type': 'application/dns-message',
          'content-length': message.length,
        },
        signal,
      })
      question.on('error', reject)
      question.on('response', (answer) => {
        const pieces: Buffer[] = []
        let length = 0
        answer.on('data', (piece: Buffer) => {
          length += piece.length
          if (length > LONGEST) return void question.destroy(new Error('more than a DNS message'))
          pieces.push(piece)
        })
        answer.on('error', reject)
        answer.on('end', () => {
          if (answer.statusCode === 200) resolve(Buffer.concat(pieces))
          else reject(new Error(`HTTP ${answer.statusCode}`))
        })
      })
      question.end(message)
    })

  return async (host, type, signal) => {
    // RFC 8484 section 4.1: id 0.
    const message = encode({
      type: 'query',
      id: 0,
      flags: RECURSION_DESIRED,
      questions: [{ type, name: host }],
    })
    for (const address of addresses) {
      try {
        return addressesIn(await ask(address, message, signal), type)
      } catch (error) {
        if (signal.aborted) throw new Abandoned()
        if (error instanceof DnsFailure) throw error
      }
    }
    // No connection, a bad certificate, "too many requests", bytes that are no DNS: all ours, none the name's.
    throw new DnsFailure('unreachable')
  }
}

function addressesIn(message: Buffer, type: 'A' | 'AAAA'): string[] {
  const packet = decode(message)
  // RFC 1035 section 4.1.1: the answer code is the last four bits of the flags.
  const code = (packet.flags ?? 0) & 0xf
  if (code === 3) throw new DnsFailure('nxdomain')
  if (code !== 0) throw new DnsFailure('server-failure')
  return (packet.answers ?? []).flatMap((answer) =>
    answer.type === type && typeof answer.data === 'string' ? [answer.data] : [],
  )
}
