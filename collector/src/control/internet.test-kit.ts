import { createServer as createHttpServer, type RequestListener } from 'node:http'
import { createSecureServer } from 'node:http2'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { createAuthorities, Issuer } from '../../../e2e/lab/certificates.ts'
import { DnsFailure, type DnsFailureKind, type Resolve } from './dns-failure.ts'

/** Made once: key generation is what is slow here. */
const authorities = createAuthorities()

/** A name's addresses, one after another a look-up, or how the look-up fails. */
type Zone = Record<string, string[] | DnsFailureKind | (() => string[])>

/**
 * A small internet behind the dialler: public addresses lead to servers of this process, and every dial is counted.
 * What it gives out says that it is connected to the address that was wanted, as a true socket would.
 */
export class Internet {
  readonly dials: string[] = []
  readonly lookUps: string[] = []
  readonly zone: Zone = {}
  private readonly places = new Map<string, number>()
  private readonly servers: Server[] = []
  private readonly sockets = new Set<Socket>()
  private refusing = 0

  readonly connect = (address: string, port: number): Socket => {
    this.dials.push(`${address} ${port}`)
    const socket = connect(this.places.get(`${address} ${port}`) ?? this.refusing, '127.0.0.1')
    Object.defineProperty(socket, 'remoteAddress', { get: () => address })
    return socket
  }

  readonly resolve: Resolve = async (name, type) => {
    this.lookUps.push(`${name} ${type}`)
    const entry = this.zone[name] ?? 'nxdomain'
    if (typeof entry === 'string') throw new DnsFailure(entry)
    const addresses = typeof entry === 'function' ? entry() : entry
    return addresses.filter((address) => address.includes(':') === (type === 'AAAA'))
  }

  async http(address: string, answer: RequestListener, port = 80): Promise<void> {
    await this.serve(address, port, createHttpServer(answer))
  }

  async https(
    address: string,
    names: string[],
    answer: RequestListener,
    kind: Kind = 'valid',
    port = 443,
  ): Promise<void> {
    const leaf = await new Issuer(await authorities).leaf(names, kind)
    // HTTP/1.1 only: node types keep the two listeners apart.
    const server = createSecureServer({ ...leaf, allowHTTP1: true })
    server.on('request', answer as never)
    await this.serve(address, port, server)
  }

  /** A bare TCP server. */
  async tcp(address: string, port: number, onSocket: (socket: Socket) => void): Promise<void> {
    await this.serve(address, port, createServer(onSocket))
  }

  async root(): Promise<string> {
    return (await authorities).lab.certificate
  }

  async open(): Promise<this> {
    // A port that was ours a moment ago and that nobody listens on.
    const probe = createServer()
    this.refusing = await listening(probe)
    await new Promise((resolve) => probe.close(resolve))
    return this
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy()
    await Promise.all(this.servers.map((server) => new Promise((resolve) => server.close(resolve))))
  }

  private async serve(address: string, port: number, server: Server): Promise<void> {
    server.on('connection', (socket: Socket) => {
      this.sockets.add(socket)
      socket.on('error', () => socket.destroy())
    })
    this.servers.push(server)
    this.places.set(`${address} ${port}`, await listening(server))
  }
}

type Kind = 'valid' | 'expired' | 'wrong-host' | 'unknown-ca' | 'self-signed'

export async function listening(server: Server, host = '127.0.0.1'): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.on('error', reject)
    server.listen(0, host, resolve)
  })
  return (server.address() as AddressInfo).port
}
