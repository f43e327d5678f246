import { connect as netConnect, type Socket } from 'node:net'
import { checkServerIdentity, type SecureContext, type TLSSocket, connect as tlsConnect } from 'node:tls'
import { Abandoned } from './deadline.ts'
import type { IsOwn } from './own-addresses.ts'
import { isPublicAddress, parseAddress } from './public-address.ts'
import { HelperTrouble, Refusal } from './refusal.ts'

/** Opens a socket to exactly this address: the only line of the helper that reaches out. Replaced in tests. */
export type Connect = (address: string, port: number) => Socket

export interface Dialler {
  /** A TCP connection to an address. Throws Refusal, HelperTrouble, or the socket's own error. */
  tcp(address: string, port: number, signal: AbortSignal): Promise<Socket>
  /** TLS over such a connection, for `host`, a name or an address. Throws the socket's or the certificate's error. */
  tls(socket: Socket, host: string, alpn: string[], signal: AbortSignal): Promise<TLSSocket>
  /** Whether `tcp` would try at all. */
  allows(address: string): boolean
}

export interface DiallerOptions {
  ports: readonly number[]
  isOwn: IsOwn
  secureContext: SecureContext
  connect?: Connect
}

/** Our own limits, which say nothing of the other side: out of file descriptors, buffers or local ports. */
const OWN_LIMITS = new Set(['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM', 'EADDRNOTAVAIL'])

/**
 * Connects to addresses and to nothing else: names were resolved before, and the address that was checked is the one
 * that is used, so a name that leads elsewhere a moment later (rebinding) changes nothing. What the kernel says it is
 * connected to is checked once more.
 */
export function createDialler(options: DiallerOptions): Dialler {
  const open = options.connect ?? connectTo
  const allows = (address: string) => isPublicAddress(address) && !options.isOwn(address)

  return {
    allows,
    async tcp(address, port, signal) {
      if (!options.ports.includes(port)) throw new Refusal(`port ${port}`)
      if (!allows(address)) throw new Refusal('not a public address')
      if (signal.aborted) throw new Abandoned()
      const socket = open(address, port)
      await until(socket, 'connect', signal).catch((error: NodeJS.ErrnoException) => {
        throw OWN_LIMITS.has(error.code ?? '') ? new HelperTrouble(error.code) : error
      })
      const reached = socket.remoteAddress ?? ''
      if (parseAddress(reached)?.toString() !== parseAddress(address)?.toString() || !allows(reached)) {
        socket.destroy()
        throw new Refusal('connected elsewhere')
      }
      return socket
    },
    async tls(socket, host, alpn, signal) {
      const secure = tlsConnect({
        socket,
        // RFC 6066: an address is not a server name.
        servername: parseAddress(host) === null ? host : '',
        ALPNProtocols: alpn,
        secureContext: options.secureContext,
        checkServerIdentity: (_, certificate) => checkServerIdentity(host, certificate),
      })
      await until(secure, 'secureConnect', signal)
      return secure
    },
  }
}

function connectTo(address: string, port: number): Socket {
  return netConnect({
    host: address,
    port,
    autoSelectFamily: false,
    // Never called for an address; were it called, this would be the second resolution that must not be.
    lookup: (_name, _options, done) => done(new Refusal('no name is resolved here'), '', 4),
  })
}

/** Waits for the event; whatever else comes first destroys the socket. */
function until(socket: Socket, event: 'connect' | 'secureConnect', signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const finish = (error: Error | null) => {
      signal.removeEventListener('abort', onAbort)
      socket.off(event, onEvent)
      socket.off('close', onClose)
      if (error === null) return resolve()
      socket.destroy()
      reject(error)
    }
    const onAbort = () => finish(new Abandoned())
    const onEvent = () => finish(null)
    const onClose = () => finish(Object.assign(new Error('closed'), { code: 'EOF' }))
    // Stays: an error that comes when nobody waits any more must not end the process.
    socket.on('error', finish)
    socket.on('close', onClose)
    socket.once(event, onEvent)
    signal.addEventListener('abort', onAbort)
    if (signal.aborted) onAbort()
  })
}
