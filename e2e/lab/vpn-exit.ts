import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import { connect, type Socket } from 'node:net'
import { VPN } from './link-addresses.ts'
import type { Plan } from './plan.ts'
import { resolveTruly } from './zone.ts'

/**
 * Where the user's VPN comes out: a proxy on a host abroad, in another operator's network. The browser
 * reaches it on a port no middlebox reads, it resolves names itself, and what it opens never crosses the censor.
 */
export class VpnExit {
  private plan: Plan
  private readonly open = new Set<Socket>()

  constructor(plan: Plan) {
    this.plan = plan
  }

  listen(): Promise<void> {
    const server = createServer((request, response) => this.forward(request, response))
    server.on('connection', (socket) => {
      this.open.add(socket)
      socket.on('close', () => this.open.delete(socket))
      socket.on('error', () => socket.destroy())
    })
    server.on('connect', (request, socket: Socket, head) => this.tunnel(request.url ?? '', socket, head))
    return new Promise((resolve) => server.listen(VPN.port, VPN.address, resolve))
  }

  configure(plan: Plan): void {
    for (const socket of this.open) socket.destroy()
    this.plan = plan
  }

  private resolve(host: string): string | null {
    const bare = host.replace(/^\[|\]$/g, '')
    if (/^[\d.]+$|:/.test(bare)) return bare
    return resolveTruly(this.plan.sites, bare.toLowerCase(), true).addresses.find(isFour) ?? null
  }

  private tunnel(target: string, socket: Socket, head: Buffer): void {
    const at = target.lastIndexOf(':')
    const address = this.resolve(target.slice(0, at))
    if (!address) return void socket.end('HTTP/1.1 502 Name not resolved\r\n\r\n')
    const onward = connect({ host: address, port: Number(target.slice(at + 1)) })
    this.open.add(onward)
    onward.on('close', () => this.open.delete(onward))
    onward.on('connect', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      onward.write(head)
      onward.pipe(socket).pipe(onward)
    })
    const drop = () => {
      onward.destroy()
      socket.destroy()
    }
    onward.on('error', () => {
      if (onward.connecting || onward.bytesRead === 0) socket.end('HTTP/1.1 502 No connection\r\n\r\n')
      else drop()
    })
    socket.on('error', drop)
    socket.on('close', drop)
  }

  private forward(request: IncomingMessage, response: ServerResponse): void {
    const url = URL.canParse(request.url ?? '') ? new URL(request.url ?? '') : null
    const address = url && this.resolve(url.hostname)
    if (!url || !address) return void response.writeHead(502).end()
    const onward = httpRequest(
      {
        host: address,
        port: url.port || 80,
        method: request.method,
        path: `${url.pathname}${url.search}`,
        headers: { ...request.headers, host: url.host },
      },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(response)
      },
    )
    onward.on('error', () => {
      if (response.headersSent) response.destroy()
      else response.writeHead(502).end()
    })
    request.pipe(onward)
  }
}

const isFour = (address: string): boolean => !address.includes(':')
