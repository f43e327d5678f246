import type { AddressInfo } from 'node:net'
import { createServer, type Server, type Socket } from 'node:net'
import { createGzip } from 'node:zlib'

/** Says something ill-mannered on a connection whose request has come. */
export type Manners = (socket: Socket, path: string) => void

export interface HostileServer {
  url: string
  close(): Promise<void>
}

/** A server of raw sockets on this machine: what it sends is not tidied up by any library. */
export async function serveHostile(manners: Manners): Promise<HostileServer> {
  const open = new Set<Socket>()
  const server: Server = createServer((socket) => {
    open.add(socket)
    socket.on('close', () => open.delete(socket))
    // A client that has had enough.
    socket.on('error', () => socket.destroy())
    let head = ''
    socket.on('data', (chunk) => {
      head += chunk.toString('latin1')
      if (!head.includes('\r\n\r\n')) return
      const path = head.split(' ')[1] ?? '/'
      head = ''
      manners(socket, path)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/`,
    async close() {
      for (const socket of open) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const HTML = 'content-type: text/html; charset=utf-8\r\n'
const OK = `HTTP/1.1 200 OK\r\n${HTML}`
const withBody = (body: string | Buffer) => [`${OK}content-length: ${body.length}\r\n\r\n`, body]

/** Writes for as long as the other side takes it. */
function pour(socket: Socket, chunk: () => Buffer): void {
  const more = () => {
    while (!socket.destroyed && socket.write(chunk())) {
      // The kernel still has room.
    }
  }
  socket.on('drain', more)
  more()
}

/** One piece each 200 ms, until the other side goes away. */
function drip(socket: Socket, piece: () => string): void {
  const timer = setInterval(() => socket.write(piece()), 200)
  socket.on('close', () => clearInterval(timer))
}

const redirect = (to: string) => `HTTP/1.1 302 Found\r\nlocation: ${to}\r\ncontent-length: 0\r\n\r\n`
const step = (path: string) => Number(/\d+/.exec(path)?.[0] ?? 0)

/** 1 GB of one letter, packed: made once a connection, as the other side takes it. */
function bomb(socket: Socket): void {
  socket.write(`${OK}content-encoding: gzip\r\nconnection: close\r\n\r\n`)
  const gzip = createGzip()
  const million = Buffer.alloc(1_000_000, 'a')
  let left = 1_000
  const feed = () => {
    while (left-- > 0 && !socket.destroyed) if (!gzip.write(million)) return void gzip.once('drain', feed)
    gzip.end()
  }
  gzip.pipe(socket)
  socket.on('close', () => gzip.destroy())
  feed()
}

export const MANNERS: Record<string, Manners> = {
  'endless body': (socket) => {
    socket.write(`${OK}connection: close\r\n\r\n`)
    const chunk = Buffer.alloc(65_536, '<p>more</p> ')
    pour(socket, () => chunk)
  },
  'slow drip': (socket) => {
    socket.write(`${OK}connection: close\r\n\r\n`)
    drip(socket, () => 'x')
  },
  'gzip bomb': bomb,
  '300 kB of headers': (socket) => {
    const headers = Array.from({ length: 300 }, (_, i) => `x-filler-${i}: ${'v'.repeat(1_000)}\r\n`).join('')
    socket.end(`HTTP/1.1 200 OK\r\n${headers}${HTML}content-length: 2\r\n\r\nok`)
  },
  '10,000 headers': (socket) => {
    const headers = Array.from({ length: 10_000 }, (_, i) => `x${i}: ${i}\r\n`).join('')
    socket.end(`HTTP/1.1 200 OK\r\n${headers}${HTML}content-length: 2\r\n\r\nok`)
  },
  'headers without end': (socket) => {
    socket.write('HTTP/1.1 200 OK\r\n')
    let n = 0
    drip(socket, () => `x-${n++}: more\r\n`)
  },
  'redirect loop': (socket) => socket.write(redirect('/')),
  '60 redirects': (socket, path) =>
    step(path) < 60 ? socket.write(redirect(`/${step(path) + 1}`)) : socket.write(withBody('there').join('')),
  'redirects with long addresses': (socket, path) =>
    socket.write(redirect(`/${step(path) + 1}?${'q'.repeat(100_000)}`)),
  'redirect to nowhere': (socket) => socket.write(redirect('http://[::zz]:99999/')),
  'redirect to another scheme': (socket) => socket.write(redirect('data:text/html,hello')),
  'reset in the body': (socket) => {
    socket.write(`${OK}content-length: 100000\r\n\r\n<title>Half</title>`, () => {
      setTimeout(() => socket.resetAndDestroy(), 100)
    })
  },
  'short body': (socket) => socket.end(`${OK}content-length: 100000\r\n\r\n<title>Half</title>`),
  'not HTTP': (socket) => socket.end(Buffer.from(Array.from({ length: 4_096 }, (_, i) => (i * 7_919) % 256))),
  'no answer': () => {
    // Only silence.
  },
  'all tags': (socket) => withBody(Buffer.alloc(256 * 1_024, '<')).forEach((part) => void socket.write(part)),
  'all openings': (socket) =>
    withBody(Buffer.alloc(256 * 1_024, '<title <script href=')).forEach((part) => void socket.write(part)),
  'long title': (socket) =>
    withBody(`<title>${'t'.repeat(200_000)}</title>`).forEach((part) => void socket.write(part)),
  'many links': (socket) => {
    const links = Array.from({ length: 5_000 }, (_, i) => `<a href="https://h${i}.example/">`).join('')
    withBody(links).forEach((part) => void socket.write(part))
  },
}
