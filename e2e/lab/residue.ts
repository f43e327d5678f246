import type { Socket } from 'node:net'
import type { SniRule } from './flow-rule.ts'

export type Denial = 'reset' | 'drop' | 'close'

/** Memory of flows a rule bit on: the next ones of the same key get the same, whatever name they carry. */
export class Residue {
  private readonly until = new Map<string, { at: number; how: Denial }>()

  private suspended = false

  /** Until the next `clear`, nothing is left behind: somebody is only looking. */
  suspend(): void {
    this.suspended = true
  }

  leave(socket: Socket, server: { address: string; port: number }, rule: SniRule): void {
    if (this.suspended) return
    if (rule.do !== 'reset' && rule.do !== 'drop' && rule.do !== 'close') return
    const keys = keysOf(socket, server.address, server.port)
    const key = rule.residualKey === '4-tuple' ? keys.four : keys.three
    this.until.set(key, { at: performance.now() + rule.residualSec * 1000, how: rule.do })
  }

  find(socket: Socket, address: string, port: number): Denial | null {
    const { three, four } = keysOf(socket, address, port)
    for (const key of [four, three]) {
      const left = this.until.get(key)
      if (left && left.at > performance.now()) return left.how
    }
    return null
  }

  clear(): void {
    this.suspended = false
    this.until.clear()
  }
}

function keysOf(socket: Socket, address: string, port: number): { three: string; four: string } {
  const client = socket.remoteAddress ?? ''
  return { three: `${client} ${address} ${port}`, four: `${client} ${socket.remotePort} ${address} ${port}` }
}
