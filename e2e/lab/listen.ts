import { createServer, type Socket } from 'node:net'

/**
 * Accepts on every address of the host, over IPv4 and IPv6 apart, so that no address comes in the other's clothes.
 * Half-open: the end of one direction says nothing of the other.
 */
export async function listenOn(port: number, accept: (socket: Socket) => void): Promise<void> {
  const hosts = [{ host: '0.0.0.0' }, { host: '::', ipv6Only: true }]
  await Promise.all(
    hosts.map(
      (host) =>
        new Promise<void>((resolve, reject) => {
          const server = createServer({ allowHalfOpen: true }, accept).on('error', reject)
          server.listen({ port, backlog: 4096, ...host }, resolve)
        }),
    ),
  )
}
