import type { Socket } from 'node:net'

export interface HostTraffic {
  connections: number
  requests: number
  /** On the wire inside TCP, both ways. */
  bytes: number
}
export type Traffic = Record<string, HostTraffic>

/** Counts what each host's servers (or the middlebox) saw. */
export class TrafficCounter {
  private readonly hosts = new Map<string, HostTraffic>()
  private readonly live = new Map<Socket, string>()

  connection(host: string, socket: Socket): void {
    if (this.live.has(socket)) return
    this.of(host).connections++
    this.live.set(socket, host)
    socket.once('close', () => {
      this.live.delete(socket)
      this.of(host).bytes += socket.bytesRead + socket.bytesWritten
    })
  }

  request(host: string): void {
    this.of(host).requests++
  }

  read(): Traffic {
    const now: Traffic = {}
    for (const [host, seen] of this.hosts) now[host] = { ...seen }
    for (const [socket, host] of this.live) {
      const seen = now[host]
      if (seen) seen.bytes += socket.bytesRead + socket.bytesWritten
    }
    return now
  }

  reset(): void {
    this.hosts.clear()
    this.live.clear()
  }

  private of(host: string): HostTraffic {
    const known = this.hosts.get(host)
    if (known) return known
    const fresh = { connections: 0, requests: 0, bytes: 0 }
    this.hosts.set(host, fresh)
    return fresh
  }
}
