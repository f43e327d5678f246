import type { Socket } from 'node:net'

/**
 * Reads the start of a flow without consuming it: `read` is given all bytes so far and answers null while it
 * needs more. The socket comes back paused with every byte put back; null when the peer left first.
 */
export function peek<T>(socket: Socket, read: (flow: Buffer) => T | null): Promise<T | null> {
  return new Promise((resolve) => {
    let flow = Buffer.alloc(0)
    const finish = (value: T | null) => {
      socket.off('data', onData)
      socket.off('close', onGone)
      socket.off('end', onGone)
      socket.pause()
      if (flow.length > 0 && !socket.destroyed && !socket.readableEnded) socket.unshift(flow)
      resolve(value)
    }
    const onData = (chunk: Buffer) => {
      flow = Buffer.concat([flow, chunk])
      const value = read(flow)
      if (value !== null) finish(value)
    }
    const onGone = () => finish(null)
    socket.on('data', onData)
    socket.on('close', onGone)
    socket.on('end', onGone)
  })
}
