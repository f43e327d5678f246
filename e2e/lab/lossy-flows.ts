import type { Socket } from 'node:net'
import { nft } from './run-command.ts'

/** Name of the firewall's set of flows that rule number `index` makes lossy. */
export function lossySet(index: number): string {
  return `lossy${index}`
}

/** Real packet loss on a chosen flow: the kernel drops a share of its packets, both ways. */
export async function makeLossy(socket: Socket, ruleIndex: number): Promise<void> {
  const { remoteAddress = '', remotePort } = socket
  const table = remoteAddress.includes(':') ? 'ip6' : 'ip'
  await nft(`add element ${table} lab ${lossySet(ruleIndex)} { ${remoteAddress} . ${remotePort} }\n`)
}
