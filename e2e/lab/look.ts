import { createSocket } from 'node:dgram'
import { connect, type Socket } from 'node:net'
import { connect as secure, type TLSSocket } from 'node:tls'
import { decode, encode } from 'dns-packet'

/** One raw look at the world, with none of a browser's cleverness: what the lab proves itself with. */
export interface Look {
  what: 'dns' | 'tcp' | 'tls' | 'http' | 'https' | 'doh'
  /** Name asked, sent as SNI or as Host; '' for none. With `doh` the resolver's. */
  name: string
  /** Resolver or server. */
  address: string
  port: number
  path: string
  /** With `doh`: the name to resolve. */
  question?: string
  timeoutMs: number
  /** A proxy that carries the flow. */
  through?: { address: string; port: number }
  /** PEM roots to trust. */
  roots: string[]
}

export const OUTCOMES = [
  'ok',
  'timeout',
  'stalled',
  'reset',
  'refused',
  'unreachable',
  'closed',
  'tls-alert',
  'failed',
] as const
export type Outcome = (typeof OUTCOMES)[number]

export interface Sight {
  outcome: Outcome
  /** The system's own word, when it failed. */
  raw: string
  ms: number
  rcode: string
  addresses: string[]
  /** Common name of the certificate's issuer, and why the chain is not trusted; '' when it is. */
  issuer: string
  distrust: string
  status: number
  location: string
  body: string
}

export async function look(asked: Look): Promise<Sight> {
  const began = performance.now()
  const seen = asked.what === 'dns' ? await lookUp(asked) : await talk(asked)
  return {
    outcome: 'ok',
    raw: '',
    rcode: '',
    addresses: [],
    issuer: '',
    distrust: '',
    status: 0,
    location: '',
    body: '',
    ...seen,
    ms: Math.round(performance.now() - began),
  }
}

function lookUp({ name, address, port, timeoutMs }: Look): Promise<Partial<Sight>> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4')
    const finish = (seen: Partial<Sight>) => {
      clearTimeout(timer)
      socket.close()
      resolve(seen)
    }
    const timer = setTimeout(() => finish({ outcome: 'timeout' }), timeoutMs)
    socket.on('error', (error) => finish({ outcome: outcomeOf(error), raw: error.message }))
    socket.on('message', (message) => {
      finish(readAnswer(message))
    })
    socket.send(ask(name), port, address)
  })
}

function ask(name: string): Buffer {
  const id = 1 + Math.floor(Math.random() * 65_000)
  return encode({ type: 'query', id, flags: 256, questions: [{ type: 'A', name }] })
}

function readAnswer(message: Buffer): Partial<Sight> {
  const { answers = [], ...packet } = decode(message)
  const rcode = 'rcode' in packet ? String(packet.rcode) : ''
  return { rcode, addresses: answers.flatMap((answer) => (answer.type === 'A' ? [answer.data] : [])) }
}

function talk(asked: Look): Promise<Partial<Sight>> {
  return new Promise((resolve) => {
    const seen: Partial<Sight> = {}
    let flow = Buffer.alloc(0)
    const { through } = asked
    const socket = connect({ host: through?.address ?? asked.address, port: through?.port ?? asked.port })
    let top: Socket | TLSSocket = socket
    const finish = (outcome: Outcome, raw = '') => {
      clearTimeout(timer)
      socket.destroy()
      resolve({ ...seen, ...readResponse(flow, asked.what === 'doh'), outcome, raw })
    }
    const timer = setTimeout(() => finish(flow.length > 0 ? 'stalled' : 'timeout'), asked.timeoutMs)
    const onError = (error: Error) => finish(outcomeOf(error), codeOf(error) || error.message)
    const request = () => {
      const path = asked.question
        ? `${asked.path}?dns=${ask(asked.question).toString('base64url')}`
        : asked.path
      top.on('data', (chunk: Buffer) => {
        flow = Buffer.concat([flow, chunk])
      })
      top.on('end', () => finish(flow.length > 0 ? 'ok' : 'closed'))
      top.write(`GET ${path} HTTP/1.1\r\nHost: ${asked.name || asked.address}\r\nConnection: close\r\n\r\n`)
    }
    socket.on('error', onError)
    const connected = () => {
      if (asked.what === 'tcp') return finish('ok')
      if (asked.what === 'http') return request()
      const shown = asked.name ? { servername: asked.name } : {}
      const options = { socket, ...shown, ca: asked.roots, rejectUnauthorized: false }
      const tls = secure(options, () => {
        seen.issuer = String(tls.getPeerCertificate().issuer?.CN ?? '')
        seen.distrust = tls.authorized ? '' : String(tls.authorizationError)
        if (asked.what === 'tls') finish('ok')
        else request()
      })
      top = tls
      tls.on('error', onError)
    }
    socket.on('connect', () => {
      if (!through) return connected()
      socket.once('data', (answer: Buffer) => {
        if (/^HTTP\/1\.1 200 /.test(answer.toString('latin1'))) connected()
        else finish('failed', 'the proxy could not connect')
      })
      socket.write(`CONNECT ${asked.name || asked.address}:${asked.port} HTTP/1.1\r\n\r\n`)
    })
    socket.on('close', () => finish(flow.length > 0 ? 'ok' : 'closed'))
  })
}

function readResponse(flow: Buffer, dns: boolean): Partial<Sight> {
  const text = flow.toString('latin1')
  const split = text.indexOf('\r\n\r\n')
  if (split < 0) return { body: text }
  const head = text.slice(0, split)
  return {
    status: Number(/^HTTP\/1\.\d (\d+)/.exec(head)?.[1] ?? 0),
    location: /\r\nlocation: (.*)/i.exec(head)?.[1] ?? '',
    body: flow.subarray(split + 4).toString(),
    ...(dns && flow.length > split + 16 ? readAnswer(flow.subarray(split + 4)) : {}),
  }
}

function codeOf(error: Error): string {
  return 'code' in error ? String(error.code) : ''
}

function outcomeOf(error: Error): Outcome {
  const code = codeOf(error)
  if (code === 'ECONNRESET') return /disconnected|hang up/.test(error.message) ? 'closed' : 'reset'
  if (code === 'EPIPE') return 'reset'
  if (code === 'ECONNREFUSED') return 'refused'
  if (['EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL'].includes(code)) return 'unreachable'
  if (code === 'ETIMEDOUT') return 'timeout'
  if (/alert/i.test(error.message)) return 'tls-alert'
  return 'failed'
}
