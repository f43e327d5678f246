import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http'
import {
  createSecureServer,
  type Http2SecureServer,
  type Http2ServerRequest,
  type Http2ServerResponse,
} from 'node:http2'
import type { Socket } from 'node:net'
import { Issuer, type Leaf } from './certificates.ts'
import { readHello } from './client-hello.ts'
import { ControlHelper } from './control-helper.ts'
import { answerDoh } from './doh-endpoint.ts'
import { networkOf } from './link-addresses.ts'
import { listenOn } from './listen.ts'
import { answerWhere } from './network-lookup.ts'
import { peek } from './peek.ts'
import { addressesOf, type Plan, type PlannedSite, type WhereAnswer } from './plan.ts'
import { type Response, respond, strangerPage } from './respond.ts'
import { sendBody } from './send-body.ts'
import { TrafficCounter } from './traffic.ts'

type Request = IncomingMessage | Http2ServerRequest
type Reply = ServerResponse | Http2ServerResponse

/** TLS alert, fatal, handshake_failure (RFC 8446 section 6). */
const HANDSHAKE_FAILURE = Buffer.from([21, 3, 1, 0, 2, 2, 40])

/** All web servers of the outside world behind two ports: the address and the name choose the site. */
export class SiteServers {
  private plan: Plan
  private readonly issuer: Issuer
  /** Outside, clocks are right, whatever the user's says. */
  private readonly abroad: Issuer
  private readonly log: (line: string) => void
  private readonly byAddress = new Map<string, PlannedSite[]>()
  private readonly open = new Set<Socket>()
  readonly traffic = new TrafficCounter()
  private readonly control: ControlHelper
  private readonly http = createHttpServer((request, response) => this.answer(request, response))
  private readonly secure = new WeakMap<Leaf, Http2SecureServer>()

  constructor(plan: Plan, log: (line: string) => void) {
    this.plan = plan
    this.log = log
    this.issuer = new Issuer(plan.authorities)
    this.abroad = new Issuer(plan.authorities)
    this.control = new ControlHelper(plan)
    this.http.keepAliveTimeout = 300_000
  }

  async listen(): Promise<void> {
    const plain = (socket: Socket) => {
      this.keep(socket)
      this.http.emit('connection', socket)
    }
    const secure = (socket: Socket) => {
      this.keep(socket)
      void this.handshake(socket)
    }
    await Promise.all([listenOn(80, plain), listenOn(443, secure)])
  }

  /** Another world: what was open before belongs to the old one. */
  configure(plan: Plan): void {
    for (const socket of this.open) socket.destroy()
    this.plan = plan
    this.issuer.shift(-plan.local.clockSkewSec * 1000)
    this.byAddress.clear()
    this.control.configure(plan)
    this.traffic.reset()
    for (const site of plan.sites) {
      for (const address of addressesOf(site)) {
        this.byAddress.set(address, [...(this.byAddress.get(address) ?? []), site])
      }
    }
  }

  /** Same world, later: flows stay. */
  update(plan: Plan): void {
    this.plan = plan
  }

  private keep(socket: Socket): void {
    this.open.add(socket)
    socket.on('close', () => this.open.delete(socket))
    socket.on('error', () => socket.destroy())
  }

  private sitesAt(socket: Socket): PlannedSite[] {
    return this.byAddress.get(socket.localAddress ?? '') ?? []
  }

  /** A server that false DNS answers lead to serves its notice whatever name it is asked for. */
  private anyName(here: PlannedSite[], socket: Socket): PlannedSite | undefined {
    const address = socket.localAddress ?? ''
    const lied = this.plan.rules.some(
      (r) => r.on === 'dns' && r.do === 'answer' && r.answer?.includes(address),
    )
    return lied ? here[0] : undefined
  }

  private async handshake(socket: Socket): Promise<void> {
    const hello = await peek(socket, (flow) => {
      const read = readHello(flow)
      return read.state === 'more' ? null : read
    })
    if (!hello) return void socket.end()
    const here = this.sitesAt(socket).filter((site) => site.https !== 'none')
    const named = hello.state === 'hello' ? here.find((site) => site.host === hello.name) : undefined
    const site = named ?? here.find((candidate) => candidate.down === false) ?? here[0]
    if (!site || site.https === 'none' || site.down === 'refused') return void socket.resetAndDestroy()
    if (site.down === 'drop') return
    if (site.down === 'tls') return void socket.end(HANDSHAKE_FAILURE)
    this.traffic.connection(site.host, socket)
    const names = site.https === 'valid' ? this.certificateNames(site) : [site.host]
    const issuer = networkOf(socket.remoteAddress) === null ? this.abroad : this.issuer
    this.serverFor(await issuer.leaf(names, site.https)).emit('connection', socket)
  }

  /** One TLS server a certificate: a client that names no host must get the certificate all the same. */
  private serverFor(leaf: Leaf): Http2SecureServer {
    const known = this.secure.get(leaf)
    if (known) return known
    const server = createSecureServer({ ...leaf, allowHTTP1: true }, (request, response) =>
      this.answer(request, response),
    )
    // Short records, as servers that care for first paint send them: a client that gets a part can read a part.
    server.on('secureConnection', (socket) => socket.setMaxSendFragment(4096))
    server.on('tlsClientError', (_, socket) => socket.destroy())
    server.on('sessionError', () => {
      // A client that vanished; nothing to tell anyone.
    })
    this.secure.set(leaf, server)
    return server
  }

  /** Sites of one scenario at one address share a certificate, as behind any web host. */
  private certificateNames(site: PlannedSite): string[] {
    const neighbours = addressesOf(site).flatMap((address) => this.byAddress.get(address) ?? [])
    const names = neighbours.filter((one) => one.https === 'valid').map((one) => one.host)
    return [site.host, ...new Set(names.filter((name) => name !== site.host).sort())]
  }

  private answer(request: Request, response: Reply): void {
    const socket = request.socket
    const scheme = 'encrypted' in socket ? 'https' : 'http'
    const host = String(request.headers[':authority'] ?? request.headers.host ?? '')
      .replace(/:\d+$/, '')
      .toLowerCase()
    const here = this.sitesAt(socket)
    const site = here.find((candidate) => candidate.host === host) ?? this.anyName(here, socket)
    if (!site) return void this.send(response, strangerPage())
    if (scheme === 'http') this.traffic.connection(site.host, socket)
    this.traffic.request(site.host)
    const path = request.url ?? '/'
    if (site.doh !== null && path.split('?')[0] === site.doh) return void this.answerDoh(request, response)
    if (site.control && scheme === 'https') return void this.answerControl(site.host, request, response)
    const where = scheme === 'https' ? site.where[path.split('?')[0] ?? ''] : undefined
    if (where) return void this.answerWhere(site.host, where, request, response)
    const answer = respond(site, { scheme, path, client: socket.remoteAddress })
    if (answer) this.send(response, answer, this.plan.bareHeaders === true)
    else socket.destroy()
  }

  private answerControl(host: string, request: Request, response: Reply): void {
    const { method = 'GET', url = '/', headers } = request
    this.log(`control ${host} ${method} ${url} ${JSON.stringify(headers)}`)
    read(request, async (body) => {
      const answer = await this.control.answer({ method, url, headers, body })
      this.send(response, { ...answer, delayMs: 0 })
    })
  }

  private answerWhere(host: string, kind: WhereAnswer, request: Request, response: Reply): void {
    const { method = 'GET', url = '/', headers } = request
    this.log(`lookup ${host} ${method} ${url} ${JSON.stringify(headers)}`)
    read(request, (body) => {
      const client = request.socket.remoteAddress
      this.send(response, answerWhere(this.plan, kind, { method, client, body }))
    })
  }

  private answerDoh(request: Request, response: Reply): void {
    read(request, (body) => {
      const client = request.socket.remoteAddress
      const answer = answerDoh(this.plan, request.method ?? 'GET', request.url ?? '/', body, client)
      if (answer) this.send(response, answer)
    })
  }

  private send(response: Reply, { status, headers, body, delayMs }: Response, bare = false): void {
    const skewSec = networkOf(response.socket?.remoteAddress) === null ? 0 : this.plan.local.clockSkewSec
    const date = new Date(Date.now() - skewSec * 1000).toUTCString()
    setTimeout(() => {
      if (response.destroyed) return
      const length = bare || status === 204 || status === 304 ? {} : { 'content-length': String(body.length) }
      // Else Node adds `Connection` and `Keep-Alive`.
      if (bare) response.removeHeader('connection')
      response.writeHead(status, { server: 'lab', date, ...length, ...headers })
      sendBody(response, body)
    }, delayMs)
  }
}

function read(request: Request, then: (body: Buffer) => void): void {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => then(Buffer.concat(chunks)))
}
