import type { ControlResponse } from '../../../core/protocol/control.ts'
import { withDeadline } from './deadline.ts'
import type { Dialler } from './dial.ts'
import { tcpFailureName, tlsFailureName } from './failure.ts'
import { HelperTrouble, Refusal } from './refusal.ts'

export interface Endpoint {
  tcp: ControlResponse['tcp_connect'][string]
  /** null where TLS was not tried. */
  tls: ControlResponse['tls_handshake'][string] | null
}

/** One address and port: does it take a connection, and does it hold a certificate for the name? */
export function lookAtEndpoint(
  dialler: Dialler,
  address: string,
  port: number,
  serverName: string | null,
  ms: number,
): Promise<Endpoint> {
  return withDeadline(ms, async (signal) => {
    let socket: Awaited<ReturnType<Dialler['tcp']>>
    try {
      socket = await dialler.tcp(address, port, signal)
    } catch (error) {
      if (error instanceof HelperTrouble || error instanceof Refusal) throw error
      return { tcp: { status: false, failure: tcpFailureName(error) }, tls: null }
    }
    const tcp = { status: true, failure: null }
    if (serverName === null) {
      socket.destroy()
      return { tcp, tls: null }
    }
    try {
      const secure = await dialler.tls(socket, serverName, ['h2', 'http/1.1'], signal)
      secure.destroy()
      return { tcp, tls: { server_name: serverName, status: true, failure: null } }
    } catch (error) {
      return { tcp, tls: { server_name: serverName, status: false, failure: tlsFailureName(error) } }
    } finally {
      socket.destroy()
    }
  })
}
