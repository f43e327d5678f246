import { type IncomingMessage, request } from 'node:http'
import type { Socket } from 'node:net'
import type { Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { Abandoned } from './deadline.ts'
import { Refusal } from './refusal.ts'
import { TitleFinder } from './title.ts'

/** Asks for one page over a connection that stands already. Resolves when the head is there. */
export function requestOver(
  socket: Socket,
  url: URL,
  headers: Readonly<Record<string, string>>,
  headerBytes: number,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const question = request({
      // Only without any `agent` is this what Node uses; with `agent: false` it would dial by itself, past every check.
      createConnection: () => socket,
      // So that, if it ever dialled by itself, it would get nowhere.
      host: 'never.invalid',
      lookup: (_name, _options, done) => done(new Refusal('no name is resolved here'), '', 4),
      method: 'GET',
      path: `${url.pathname}${url.search}`,
      // No `accept-encoding` but this one: nothing has to be unpacked where the server is willing.
      headers: { host: url.host, ...headers, 'accept-encoding': 'identity', connection: 'close' },
      setHost: false,
      maxHeaderSize: headerBytes,
      // Browsers forgive servers their odd headers; one that Node's strict parser refuses is not down.
      insecureHTTPParser: true,
    })
    const stop = () => question.destroy(new Abandoned())
    signal.addEventListener('abort', stop)
    if (signal.aborted) stop()
    question.on('close', () => signal.removeEventListener('abort', stop))
    question.on('error', reject)
    question.on('upgrade', (_, upgraded) => {
      upgraded.destroy()
      reject(new Error('switched to another protocol'))
    })
    question.on('response', resolve)
    question.end()
  })
}

export interface Body {
  length: number
  title: string
  /** What ended it before its end; null when it ended by itself or at our cap. */
  error: unknown
}

/**
 * Counts a body and finds its title. A packed one is unpacked, as the browser it will be compared with does, and both
 * sides of that are counted: a bomb ends at the cap.
 */
export function readBody(answer: IncomingMessage, cap: number, signal: AbortSignal): Promise<Body> {
  return new Promise((resolve) => {
    const title = new TitleFinder()
    const unpacker = unpackerFor(answer.headers['content-encoding'])
    const plain = unpacker ? answer.pipe(unpacker) : answer
    let length = 0
    let wire = 0
    let enough = false
    const finish = (error: unknown) => {
      // First of all: destroying makes both streams complain, and the first word counts.
      const cause = signal.aborted ? new Abandoned() : enough ? null : error
      resolve({ length, title: title.found, error: cause })
      signal.removeEventListener('abort', onAbort)
      unpacker?.destroy()
      answer.destroy()
    }
    const onAbort = () => finish(null)
    plain.on('data', (piece: Buffer) => {
      const part = piece.subarray(0, cap - length)
      length += part.length
      title.push(part)
      if (length >= cap) finish(null)
    })
    plain.on('end', () => finish(null))
    plain.on('error', finish)
    if (unpacker) {
      answer.on('error', finish)
      answer.on('data', (piece: Buffer) => {
        wire += piece.length
        if (wire <= cap || enough) return
        // What has come is still unpacked.
        enough = true
        answer.unpipe()
        unpacker.end()
      })
    }
    answer.on('aborted', () => finish(Object.assign(new Error('cut off'), { code: 'EOF' })))
    signal.addEventListener('abort', onAbort)
    if (signal.aborted) onAbort()
  })
}

function unpackerFor(encoding: string | undefined): Transform | null {
  switch (encoding?.trim().toLowerCase()) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip()
    case 'deflate':
      return createInflate()
    case 'br':
      return createBrotliDecompress()
    default:
      return null
  }
}
