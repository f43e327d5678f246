import { type AddressInfo, createServer, type Socket } from 'node:net'
import { connect as connectTls, createSecureContext, TLSSocket } from 'node:tls'
import type { AuthorityName, Issuer } from './certificates.ts'
import { peek } from './peek.ts'

/** Said on the first line of a flow handed over, before the user's own bytes. */
export interface Handover {
  address: string
  name: string
  by: 'censor' | 'inspection'
}

/** The TLS end that pretends to be the site: forged leaf in front, the true site behind. */
export class Forger {
  private readonly issuer: Issuer
  private readonly trusted: string
  port = 0

  constructor(issuer: Issuer, trusted: string) {
    this.issuer = issuer
    this.trusted = trusted
  }

  listen(): Promise<void> {
    const server = createServer((socket) => {
      socket.on('error', () => socket.destroy())
      void this.accept(socket)
    })
    return new Promise((resolve) => {
      server.listen(0, '127.0.0.1', () => {
        this.port = (server.address() as AddressInfo).port
        resolve()
      })
    })
  }

  private async accept(socket: Socket): Promise<void> {
    const line = await peek(socket, (flow) => {
      const end = flow.indexOf(10)
      return end < 0 ? null : flow.subarray(0, end + 1).toString()
    })
    if (!line) return void socket.destroy()
    socket.read(Buffer.byteLength(line))
    const { address, name, by }: Handover = JSON.parse(line)
    const shown = name ? { servername: name } : {}
    const site = connectTls(
      { host: address, port: 443, ...shown, ca: this.trusted, rejectUnauthorized: false },
      () => {
        void this.present(socket, site, name || address, by)
      },
    )
    site.on('error', () => socket.resetAndDestroy())
  }

  private async present(socket: Socket, site: TLSSocket, name: string, by: AuthorityName): Promise<void> {
    // An honest inspector shows a bad certificate as bad; a censor hides what it found.
    const kind = by === 'inspection' && !site.authorized ? 'unknown-ca' : 'valid'
    const secureContext = createSecureContext(await this.issuer.leaf([name], kind, by))
    const user = new TLSSocket(socket, { isServer: true, secureContext, ALPNProtocols: ['http/1.1'] })
    const drop = () => {
      user.destroy()
      site.destroy()
    }
    user.on('error', drop)
    user.on('close', drop)
    site.on('close', () => user.end())
    user.pipe(site).pipe(user)
  }
}
