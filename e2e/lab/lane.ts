import type { Socket } from 'node:net'
import type { RateLimit } from './rate-limit.ts'

/** One direction of a flow through the middlebox. */
export interface Lane {
  /** Every byte is held this long. */
  holdMs: number
  /** The first byte is held longer by this: the round trip of the handshake the middlebox answered itself. */
  firstMs: number
  rate: RateLimit | null
  /** Bytes that pass before the flow freezes. */
  freezeAt: number | null
}

/** Shared by both directions: a frozen flow is silent both ways but stays open. */
export interface Flow {
  frozen: boolean
}

const HIGH_WATER = 262_144
/**
 * A policer drops what is too much and keeps no queue: the server must feel the rate, or a page given up on would
 * still be on its way through the box half a minute later, in front of whatever is asked next on that connection.
 */
export const POLICED_HIGH_WATER = 2048

/** Carries bytes and the end of stream from one socket to the other. A reset crosses at once. */
export function carry(from: Socket, to: Socket, lane: Lane, flow: Flow): void {
  const queue: { due: number; chunk: Buffer }[] = []
  let queued = 0
  let passed = 0
  let first = true
  let ended = false
  let timer: NodeJS.Timeout | null = null
  let draining = false

  const highWater = lane.rate ? POLICED_HIGH_WATER : HIGH_WATER
  const dueNow = () => performance.now() + lane.holdMs + (first ? lane.firstMs : 0)
  const later = (ms: number) => {
    timer ??= setTimeout(() => {
      timer = null
      pump()
    }, ms)
  }
  const pump = () => {
    while (!flow.frozen && !draining && !to.destroyed) {
      const head = queue[0]
      if (!head) {
        if (ended && !to.writableEnded) to.end()
        return
      }
      const now = performance.now()
      if (head.due > now) return later(head.due - now)
      const granted = lane.rate ? lane.rate.take(head.chunk.length, now) : head.chunk.length
      if (granted === 0 && lane.rate && head.chunk.length > 0) return later(lane.rate.wait())
      if (lane.freezeAt !== null && passed + granted > lane.freezeAt) {
        to.write(head.chunk.subarray(0, lane.freezeAt - passed))
        flow.frozen = true
        return
      }
      const piece = head.chunk.subarray(0, granted)
      if (granted === head.chunk.length) queue.shift()
      else head.chunk = head.chunk.subarray(granted)
      passed += granted
      queued -= granted
      if (piece.length > 0 && !to.write(piece)) {
        draining = true
        to.once('drain', () => {
          draining = false
          pump()
        })
      }
      if (queued < highWater && from.isPaused()) from.resume()
    }
  }

  from.on('data', (chunk: Buffer) => {
    queue.push({ due: dueNow(), chunk })
    first = false
    queued += chunk.length
    if (queued > highWater) from.pause()
    pump()
  })
  from.on('end', () => {
    ended = true
    queue.push({ due: dueNow(), chunk: Buffer.alloc(0) })
    pump()
  })
  from.on('error', () => {
    if (!flow.frozen) to.resetAndDestroy()
  })
  from.on('close', () => {
    if (timer) clearTimeout(timer)
    timer = null
    if (!ended && !to.destroyed) to.destroy()
    else pump()
  })
  from.resume()
}
