import { createSecureContext, rootCertificates } from 'node:tls'
import { type FastifyInstance, fastify } from 'fastify'
import type { Edition } from '../snapshot/edition.ts'
import { snapshotRoutes } from '../snapshot/routes.ts'
import { WEB_PORTS } from './askable-url.ts'
import { type Connect, createDialler } from './dial.ts'
import type { Resolve } from './dns-failure.ts'
import { dohResolver } from './doh.ts'
import { DEFAULT_LIMITS, type Limits } from './limits.ts'
import { createMeasure, type Measure } from './measure.ts'
import { hasPublicIpv6, type IsOwn, interfaceAddresses, ownAddresses } from './own-addresses.ts'
import { controlRoutes } from './routes.ts'

export interface ControlOptions {
  /** DNS over HTTPS at dns.google unless told otherwise. */
  resolve?: Resolve
  /** Roots (PEM) trusted beside Node's own, which are Mozilla's. */
  ca?: readonly string[]
  limits?: Partial<Limits>
  /** Addresses and networks never connected to, beside what is not public; this machine's interfaces by default. */
  ownAddresses?: readonly string[]
  /** The same as a question, instead. */
  isOwn?: IsOwn
  /** The network an address is in; 0 for unknown, which is the default. */
  asnOf?: (ip: string) => number
  /** Epoch ms. */
  now?: () => number
  /** Ports that a URL, or a redirect, may name. */
  allowPorts?: readonly number[]
  /** Whether IPv6 endpoints can be looked at; by default, whether this machine has a public IPv6 address. */
  ipv6?: boolean
  /** Told of trouble with ourselves, never of who asked what. Silent by default. */
  log?: (line: string) => void
  /** Serves this at SNAPSHOT_PATH. */
  snapshot?: () => Edition | null
  /** Opens sockets; replaced in tests. */
  connect?: Connect
}

/** What measures, without a server around it: each call has caches of its own. */
export function controlMeasure(options: ControlOptions = {}): Measure {
  const ports = options.allowPorts ?? WEB_PORTS
  const dialler = createDialler({
    ports,
    isOwn: options.isOwn ?? (options.ownAddresses ? ownAddresses(options.ownAddresses) : interfaceAddresses),
    secureContext: createSecureContext(options.ca ? { ca: [...rootCertificates, ...options.ca] } : {}),
    ...(options.connect ? { connect: options.connect } : {}),
  })
  return createMeasure({
    dialler,
    ports,
    resolve: options.resolve ?? dohResolver(),
    asnOf: options.asnOf ?? (() => 0),
    now: options.now ?? Date.now,
    ipv6: options.ipv6 ?? hasPublicIpv6(),
    limits: { ...DEFAULT_LIMITS, ...options.limits },
  })
}

/**
 * The control helper as a server that is ready: `listen` on it, or hand it requests through `routing`, in which case
 * cutting off slow senders is the other server's business.
 */
export async function controlServer(options: ControlOptions = {}): Promise<FastifyInstance> {
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  const app = fastify({
    logger: false,
    bodyLimit: limits.questionBytes,
    requestTimeout: limits.questionMs,
    keepAliveTimeout: 5000,
    // A web server on this machine may say whom it speaks for; nobody else is believed.
    trustProxy: 'loopback',
    http: {
      headersTimeout: limits.questionMs / 2,
      maxHeaderSize: 16 * 1024,
      connectionsCheckingInterval: Math.min(1000, limits.questionMs / 4),
    },
  })
  app.server.maxConnections = 1000
  controlRoutes(app, {
    measure: controlMeasure(options),
    limits,
    ports: options.allowPorts ?? WEB_PORTS,
    now: options.now ?? Date.now,
    log: options.log ?? (() => {}),
  })
  if (options.snapshot) snapshotRoutes(app, options.snapshot)
  await app.ready()
  return app
}
