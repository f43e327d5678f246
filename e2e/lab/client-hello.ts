/** What the first bytes of a TLS flow say: RFC 8446 section 4.1.2, RFC 6066 section 3 for the name. */
export type Hello =
  | { state: 'more' }
  | { state: 'not-tls' }
  | { state: 'hello'; name: string | null; alpn: string[] }

const MORE: Hello = { state: 'more' }
const NOT_TLS: Hello = { state: 'not-tls' }
/** A ClientHello past this size is nobody's real one. */
const LIMIT = 65_536

/** Reads a ClientHello from the start of a flow, however it is split over packets and TLS records. */
export function readHello(flow: Uint8Array): Hello {
  const body: number[] = []
  let at = 0
  while (true) {
    if (at < flow.length && flow[at] !== 22) return NOT_TLS
    if (at + 1 < flow.length && flow[at + 1] !== 3) return NOT_TLS
    if (at + 5 > flow.length) return flow.length > LIMIT ? NOT_TLS : MORE
    const size = ((flow[at + 3] ?? 0) << 8) | (flow[at + 4] ?? 0)
    if (size === 0 || size > 16_384 + 256) return NOT_TLS
    const record = flow.subarray(at + 5, at + 5 + size)
    for (const byte of record) body.push(byte)
    if (body.length > 0 && body[0] !== 1) return NOT_TLS
    const wanted = 4 + (((body[1] ?? 0) << 16) | ((body[2] ?? 0) << 8) | (body[3] ?? 0))
    if (body.length >= 4 && wanted > LIMIT) return NOT_TLS
    if (body.length >= 4 && body.length >= wanted) return readBody(Uint8Array.from(body.slice(4, wanted)))
    if (record.length < size) return MORE
    at += 5 + size
  }
}

/** Walks a length-prefixed structure; a read past the end gives null, never a throw. */
class Cursor {
  private readonly bytes: Uint8Array
  private at = 0
  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }
  get left(): number {
    return this.bytes.length - this.at
  }
  number(width: number): number | null {
    if (this.left < width) return null
    let value = 0
    for (let i = 0; i < width; i++) value = value * 256 + (this.bytes[this.at + i] ?? 0)
    this.at += width
    return value
  }
  take(length: number): Uint8Array | null {
    if (this.left < length) return null
    this.at += length
    return this.bytes.subarray(this.at - length, this.at)
  }
  vector(lengthWidth: number): Uint8Array | null {
    const length = this.number(lengthWidth)
    return length === null ? null : this.take(length)
  }
}

function readBody(body: Uint8Array): Hello {
  const cursor = new Cursor(body)
  if (cursor.take(34) === null) return NOT_TLS
  if (!cursor.vector(1) || !cursor.vector(2) || !cursor.vector(1)) return NOT_TLS
  const hello = { state: 'hello' as const, name: null as string | null, alpn: [] as string[] }
  if (cursor.left === 0) return hello
  const all = cursor.vector(2)
  if (!all) return NOT_TLS
  const extensions = new Cursor(all)
  while (extensions.left > 0) {
    const type = extensions.number(2)
    const data = extensions.vector(2)
    if (type === null || data === null) return NOT_TLS
    if (type === 0) hello.name = serverName(data)
    if (type === 16) hello.alpn = protocols(data)
  }
  return hello
}

function serverName(data: Uint8Array): string | null {
  const list = new Cursor(data).vector(2)
  if (!list) return null
  const entries = new Cursor(list)
  while (entries.left > 0) {
    const type = entries.number(1)
    const name = entries.vector(2)
    if (name === null) return null
    if (type === 0) return Buffer.from(name).toString('latin1').toLowerCase()
  }
  return null
}

function protocols(data: Uint8Array): string[] {
  const list = new Cursor(data).vector(2)
  if (!list) return []
  const entries = new Cursor(list)
  const found: string[] = []
  while (entries.left > 0) {
    const one = entries.vector(1)
    if (one === null) return found
    found.push(Buffer.from(one).toString('latin1'))
  }
  return found
}
