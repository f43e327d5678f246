import type { ServerResponse } from 'node:http'
import type { Http2ServerResponse } from 'node:http2'

/** One piece handed over at a time: what a reader gives up on is at most this much further on its way. */
const PIECE = 4096

/**
 * Sends a body at the reader's own rate. Handed over whole, an HTTP/2 body fills the reader's window at once (megabytes
 * in browsers), and a page given up on would still drain at a throttled rate before the next answer got its turn.
 */
export function sendBody(reply: ServerResponse | Http2ServerResponse, body: Buffer): void {
  let at = 0
  const next = (error?: Error | null) => {
    if (error) return
    const piece = body.subarray(at, at + PIECE)
    at += piece.length
    if (at >= body.length) reply.end(piece)
    // Called back once the piece is the kernel's, which keeps little itself (hosts.ts).
    else if ('stream' in reply) reply.write(piece, 'latin1', afterReading)
    else reply.write(piece, afterReading)
  }
  // Node's HTTP/2 reads nothing while it writes: without a turn of the loop in between, the reader's wish to stop would
  // not be heard before the last piece.
  const afterReading = (error?: Error | null) => setImmediate(() => setImmediate(() => next(error)))
  next()
}
